import { z } from 'zod';

/** One of several answers of a judge about the same row. */
export const Vote = z.object({
  /** Null when it could not be read: then it is not counted. */
  isGood: z.boolean().nullable(),
  score: z.number().nullable(),
  explanation: z.string(),
  callKey: z.string(),
});
export type Vote = z.infer<typeof Vote>;

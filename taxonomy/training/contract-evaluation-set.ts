import { z } from 'zod';
import { Split } from '../datasets/contract-counts';

/** How many questions an evaluation set has, and why held-out samples are not among them. */
export const EvaluationSetNumbers = z.object({
  /** The name of all its tasks. */
  set: z.string(),
  split: Split,
  samples: z.int(),
  leaves: z.int(),
  choices: z.int(),
  answers: z.int(),
  /** Texts of training rows that the questions were compared with. */
  compared: z.int(),
  /** What is left out, in words, with the number of samples. */
  leftOut: z.array(z.object({ reason: z.string(), samples: z.int() })),
});
export type EvaluationSetNumbers = z.infer<typeof EvaluationSetNumbers>;

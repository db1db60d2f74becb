import { z } from 'zod';
import { Machine } from '../shared/machine';
import { arms } from './design';

/** What the teacher wrote in one arm for one share of the budget. */
export const WrittenPrompt = z.object({
  share: z.int(),
  arm: z.enum(arms),
  texts: z.array(z.string()),
  dropped: z.record(z.string(), z.int()),
});
export type WrittenPrompt = z.infer<typeof WrittenPrompt>;

/** All that the teacher wrote: enough to measure again without asking it again. */
export const WrittenRows = z.object({
  minutes: z.number(),
  date: z.string(),
  machine: Machine,
  prompts: z.array(WrittenPrompt),
});
export type WrittenRows = z.infer<typeof WrittenRows>;

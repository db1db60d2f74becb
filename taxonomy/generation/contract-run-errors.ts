import { z } from 'zod';
import { RunSummary } from './contract';

/** The id of a group of errors: the beginning of a hash. */
export const ErrorGroupId = z.string().regex(/^[0-9a-f]{16}$/, 'must be the id of a group of errors');

/** How many failed tasks were queued again, and the run as it is then. 0 when another request was first. */
export const RetriedErrors = z.object({ retried: z.int(), run: RunSummary });
export type RetriedErrors = z.infer<typeof RetriedErrors>;

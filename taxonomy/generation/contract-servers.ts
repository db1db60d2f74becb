import { z } from 'zod';
import { Id } from '../contract';

/**
 * One server of a teacher, as the workers that use it now see it. `open`: it is given no calls, because most of them
 * failed. `half_open`: one call tries whether it works again. `closed`: it is used.
 */
export const ServerState = z.object({
  teacherId: Id,
  address: z.string(),
  state: z.enum(['closed', 'half_open', 'open']),
  /** Since when it is given no calls, when it is tried next, and why; null while it is used. */
  since: z.iso.datetime().nullable(),
  nextTryAt: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
  /** How many workers say so. Each finds out by itself, so some may still use a server that others do not. */
  workers: z.int(),
  /** How many workers use the teacher. */
  ofWorkers: z.int(),
});
export type ServerState = z.infer<typeof ServerState>;
export const ServerStates = z.object({ items: z.array(ServerState) });

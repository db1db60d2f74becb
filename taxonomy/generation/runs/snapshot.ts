import { z } from 'zod';

/**
 * What a run was started with, kept on its row: later changes of teachers and leaves do not touch it.
 * Every field has a default, so that a run of any age can be shown.
 */
export const Snapshot = z.object({
  teacher: z
    .object({ name: z.string(), baseUrl: z.string(), model: z.string() })
    .default({ name: 'unknown', baseUrl: '', model: 'unknown' }),
  /** Leaves of the scope that could not run, and why. */
  skipped: z.array(z.object({ leafId: z.string(), name: z.string(), message: z.string() })).default([]),
  /** Equal for two runs that would do the same work. */
  workHash: z.string().default(''),
  /** Of who asked for what: a request key that comes again with anything else is refused. */
  requestHash: z.string().default(''),
  /** What an item costs at most, on average. */
  callsAnItem: z.int().default(100),
  /** Since when, and from how many finished items, the remaining time is reckoned; moved by a resume. */
  progressFrom: z.object({ at: z.iso.datetime(), items: z.int() }).nullable().default(null),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const readSnapshot = (json: unknown): Snapshot => Snapshot.catch(() => Snapshot.parse({})).parse(json);

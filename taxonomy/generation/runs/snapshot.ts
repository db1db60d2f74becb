import { z } from 'zod';
import { NearDuplicates } from '../contract';
import { Price } from '../contract-prices';
import { Thresholds } from '../contract-thresholds';
import { ruleNames } from '../vocabulary-rows';

/**
 * The settings that a run was started with, stored on its row, so that later changes of teachers and leaves do not
 * affect it. Every field has a default, so that older runs can be shown too.
 */
export const Snapshot = z.object({
  teacher: z
    .object({ name: z.string(), baseUrl: z.string(), model: z.string() })
    .default({ name: 'unknown', baseUrl: '', model: 'unknown' }),
  /** Leaves of the scope that could not run, and why. */
  skipped: z.array(z.object({ leafId: z.string(), name: z.string(), message: z.string() })).default([]),
  /** Equal for two runs that would do the same work. */
  workHash: z.string().default(''),
  /** Covers who requested what: a request key that is used again for anything else is refused. */
  requestHash: z.string().default(''),
  /** The maximum calls per item, on average. */
  callsAnItem: z.int().default(100),
  /** The prices when the run started: all its calls are counted at them. Null when they were unknown. */
  price: Price.nullable().default(null),
  /** The most tokens that the run would need, as estimated when it started; later estimates learn from it. */
  estimated: z.object({ promptTokens: z.int(), completionTokens: z.int() }).nullable().default(null),
  /** Rules that do not apply in this run. */
  rulesOff: z.array(z.enum(ruleNames)).default([]),
  nearDuplicates: NearDuplicates.default(null),
  /** Each leaf is asked again until it has kept as many samples as its target. */
  isRepeated: z.boolean().default(false),
  /** The run pauses after its first items. */
  isTrial: z.boolean().default(false),
  /** Thresholds for all leaves of the run. Changed when a person changes them after its end. */
  thresholds: Thresholds.default({}),
  asksEveryJudge: z.boolean().default(false),
  /** The remaining time is computed from this moment and this number of finished items. A resume sets both again. */
  progressFrom: z.object({ at: z.iso.datetime(), items: z.int() }).nullable().default(null),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const readSnapshot = (json: unknown): Snapshot => Snapshot.catch(() => Snapshot.parse({})).parse(json);

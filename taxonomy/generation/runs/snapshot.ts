import { z } from 'zod';
import { BatchMode, ChosenPipelines, JudgeVotes, NearDuplicates } from '../contract';
import { EvaluationSetRef } from '../contract-evaluation-sets';
import { Price } from '../contract-prices';
import { Thresholds } from '../contract-thresholds';
import { ruleNames } from '../vocabulary-rows';

const tokens = z.object({ promptTokens: z.int(), completionTokens: z.int() });

/** How much a teacher was set to think when the run started, for people: its requests follow the teacher. */
const thinking = {
  reasoningEffort: z.string().nullable().default(null),
  thinkingTokens: z.int().nullable().default(null),
};

/**
 * The settings that a run was started with, stored on its row, so that later changes of teachers and leaves do not
 * affect it. Every field has a default, so that older runs can be shown too.
 */
export const Snapshot = z.object({
  teacher: z
    .object({ name: z.string(), baseUrl: z.string(), model: z.string(), ...thinking })
    .default({ name: 'unknown', baseUrl: '', model: 'unknown', reasoningEffort: null, thinkingTokens: null }),
  /** The teacher that judges, with its prices when the run started; null when the one above does. */
  judge: z
    .object({ name: z.string(), baseUrl: z.string(), model: z.string(), ...thinking, price: Price.nullable() })
    .nullable()
    .default(null),
  /** Judges answer in JSON: their server was probed to hold answers to a schema when the run started. */
  judgesInJson: z.boolean().default(false),
  /** How often each row is judged at each step. */
  judgeVotes: JudgeVotes.default(1),
  /** Leaves of the scope that could not run, and why. */
  skipped: z.array(z.object({ leafId: z.string(), name: z.string(), message: z.string() })).default([]),
  /** Equal for two runs that would do the same work. */
  workHash: z.string().default(''),
  /** Covers who requested what: a request key that is used again for anything else is refused. */
  requestHash: z.string().default(''),
  /** The maximum calls per item, on average. */
  callsAnItem: z.int().default(100),
  /** The teacher's prices when the run started: its calls are counted at them. Null when they were unknown. */
  price: Price.nullable().default(null),
  /**
   * The most tokens that the run would need, as estimated when it started, and how many of them for judges. Later
   * estimates learn from it.
   */
  estimated: tokens
    .extend({ judged: tokens.default({ promptTokens: 0, completionTokens: 0 }) })
    .nullable()
    .default(null),
  /** Rules that do not apply in this run. */
  rulesOff: z.array(z.enum(ruleNames)).default([]),
  nearDuplicates: NearDuplicates.default(null),
  /** Rows that are like a text of these are dropped. */
  evaluationSets: z.array(EvaluationSetRef).default([]),
  /** Each leaf is asked again until it has kept as many samples as its target. */
  isRepeated: z.boolean().default(false),
  /** The run pauses after its first items. */
  isTrial: z.boolean().default(false),
  /** In batch modes workers record requests and send none. */
  batch: BatchMode.default('off'),
  /** The pipelines that were chosen for kinds of leaves. */
  pipelines: ChosenPipelines.default({}),
  /** What was chosen to generate for, by the first of the runs that continue each other. Null in older runs. */
  scope: z.array(z.string()).nullable().default(null),
  /** Thresholds for all leaves of the run. Changed when a person changes them after its end. */
  thresholds: Thresholds.default({}),
  asksEveryJudge: z.boolean().default(false),
  /** The remaining time is computed from this moment and this number of finished items. A resume sets both again. */
  progressFrom: z.object({ at: z.iso.datetime(), items: z.int() }).nullable().default(null),
  /** How long nothing was done, because the run was paused or over before it was resumed. */
  restSeconds: z.number().nonnegative().default(0),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** Whether the prices of all its teachers were known. Otherwise its cost is unknown, not 0. */
export const isPriced = ({ price, judge }: Pick<Snapshot, 'price' | 'judge'>): boolean =>
  price !== null && (judge === null || judge.price !== null);

export const readSnapshot = (json: unknown): Snapshot => Snapshot.catch(() => Snapshot.parse({})).parse(json);

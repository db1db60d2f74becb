import { z } from 'zod';
import { Id, NodeId, PageQuery } from '../contract';
import { Thresholds } from './contract-thresholds';
import { MaxCost, MicroDollars, Price } from './contract-prices';
import { comparedWithin } from './vocabulary-compared';
import { defaultThreshold, limits, runStateNames, type RunState } from './vocabulary';
import { dropReasons, ruleNames, type DropReason } from './vocabulary-rows';

/** What to generate: leaves by node id (a folder means all leaves below it); empty means the whole taxonomy. */
const scope = z.array(NodeId).max(10_000);

/**
 * How often each row is judged at each step. One ask, or a majority of three: two could tie, and a tie would cost twice
 * and decide nothing.
 */
export const JudgeVotes = z.union([z.literal(1), z.literal(3)]);
export type JudgeVotes = z.infer<typeof JudgeVotes>;

/** Who judges, and how often. A judge of null is the teacher that writes. */
const judging = { judgeTeacherId: Id.nullable().default(null), judgeVotes: JudgeVotes.default(1) };

/** The teacher that judges, when it is another one than the writing teacher. */
const Judge = z.object({ name: z.string(), model: z.string(), price: Price.nullable() });
export type Judge = z.infer<typeof Judge>;

const pipelineName = z.string().min(1).max(limits.pipelineName).optional();

/** The pipeline for each kind of leaf, by name. A kind that is left out takes its default. */
export const ChosenPipelines = z.strictObject({
  freeform: pipelineName,
  grounded: pipelineName,
  knowledge: pipelineName,
});
export type ChosenPipelines = z.infer<typeof ChosenPipelines>;

export const EstimateRequest = z.strictObject({
  scope,
  teacherId: Id,
  /** As in `StartRunRequest`. */
  judgeTeacherId: Id.nullable().optional(),
  judgeVotes: JudgeVotes.optional(),
  target: z.int().min(1).max(limits.target).nullable(),
  isRepeated: z.boolean().default(false),
  pipelines: ChosenPipelines.default({}),
  /** Also ask the judges after one that says no. The maximum stays, but a run comes closer to it. */
  asksEveryJudge: z.boolean().optional(),
});
export type EstimateRequest = z.infer<typeof EstimateRequest>;

/** A range in micro-dollars, and the number of earlier runs that it is based on. */
const CostRange = z.object({ from: MicroDollars, to: MicroDollars, pastRuns: z.int() });
export type CostRange = z.infer<typeof CostRange>;

/** Calls and tokens are upper bounds, computed from real seeds and chunks. Fewer samples survive. */
export const Estimate = z.object({
  leaves: z.int(),
  items: z.int(),
  calls: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  samples: z.int(),
  /** The prices now, and the cost at those of both teachers; null when they are unknown. */
  price: Price.nullable(),
  judge: Judge.nullable(),
  cost: CostRange.nullable(),
  /** Leaves that cannot run, and why. */
  blocked: z.array(z.object({ leafId: NodeId, name: z.string(), message: z.string() })),
});
export type Estimate = z.infer<typeof Estimate>;

const maxTokens = z.int().min(1).max(limits.tokens);
const maxMinutes = z.int().min(1).max(limits.minutes);
const maxCalls = z.int().min(1).max(limits.calls);

const rulesOff = z
  .array(z.enum(ruleNames))
  .max(ruleNames.length)
  .transform((names) => ruleNames.filter((name) => names.includes(name)))
  .default([]);

/**
 * Drops rows whose ROUGE-L with a seed or an earlier sample is over the threshold; null drops none. `within` says of which
 * leaves: the row's own, those of its folder, all under what the run was started for, or all of the taxonomy.
 */
export const NearDuplicates = z
  .strictObject({
    threshold: z.number().min(limits.lowestThreshold).max(1),
    within: z.enum(comparedWithin).default('leaf'),
  })
  .nullable();
export type NearDuplicates = z.infer<typeof NearDuplicates>;

/**
 * How the teachers are asked: call by call, with files of requests and answers, or through the batch API of their
 * servers.
 */
export const BatchMode = z.enum(['off', 'files', 'api']);
export type BatchMode = z.infer<typeof BatchMode>;

export const StartRunRequest = z.strictObject({
  /** Made by the browser, so that a double click starts only one run. */
  requestKey: Id,
  scope,
  teacherId: Id,
  ...judging,
  /** Samples to ask for in each leaf; null for LAB's default (30 per seed). */
  target: z.int().min(1).max(limits.target).nullable(),
  /** Asks again until each leaf has kept as many samples as its target, within the limits. Needs a target. */
  isRepeated: z.boolean().default(false),
  /** Pauses after the first items, so that a person can look at their rows before the others run. */
  isTrial: z.boolean().default(false),
  batch: BatchMode.default('off'),
  seed: z.string().trim().min(1).max(limits.randomSeed).optional(),
  maxCalls: maxCalls.optional(),
  /** The most tokens that the teacher may read and write in total; no limit when left out. */
  maxTokens: maxTokens.optional(),
  /** The most that the run may cost, in micro-dollars. Needs a teacher with known prices. */
  maxCost: MaxCost.optional(),
  /** How long it may run before it stops, from its start and again from each resume. */
  maxMinutes: maxMinutes.optional(),
  /** Rules that do not apply in this run, for tasks whose good answers would break them. */
  rulesOff,
  nearDuplicates: NearDuplicates.default({ threshold: defaultThreshold, within: 'leaf' }),
  pipelines: ChosenPipelines.default({}),
  /** The grade that rows need, by judge step; for other steps those of the leaf, the taxonomy or the judge hold. */
  thresholds: Thresholds.optional(),
  /** Also ask the judges after one that says no, so that other thresholds can be decided later without a call. */
  asksEveryJudge: z.boolean().optional(),
});
export type StartRunRequest = z.infer<typeof StartRunRequest>;

/** Continues a cancelled or failed run. The new limits include what was already spent. */
export const ResumeRunRequest = z.strictObject({
  maxCalls: maxCalls.optional(),
  maxTokens: maxTokens.optional(),
  maxCost: MaxCost.optional(),
  maxMinutes: maxMinutes.optional(),
});
export type ResumeRunRequest = z.infer<typeof ResumeRunRequest>;

/** Starts a run for what another run was short of. The limits apply to the new run. */
export const ContinueRunRequest = z.strictObject({
  requestKey: Id,
  maxCalls: maxCalls.optional(),
  maxCost: MaxCost.optional(),
  maxMinutes: maxMinutes.optional(),
});
export type ContinueRunRequest = z.infer<typeof ContinueRunRequest>;

export const RunStateName = z.enum(Object.keys(runStateNames) as [RunState, ...RunState[]]);

export const RunSummary = z.object({
  id: Id,
  state: RunStateName,
  /** The run is not over, but no worker has worked on it for longer than a lease. */
  isStalled: z.boolean(),
  teacherName: z.string(),
  model: z.string(),
  isPractice: z.boolean(),
  /** It was started for the whole taxonomy, as it was then. */
  isWhole: z.boolean(),
  leafCount: z.int(),
  leafNames: z.array(z.string()),
  itemsTotal: z.int(),
  itemsDone: z.int(),
  itemsFailed: z.int(),
  calls: z.int(),
  failedCalls: z.int(),
  maxCalls: z.int(),
  maxTokens: z.int().nullable(),
  samplesKept: z.int(),
  rowsDropped: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  /** In micro-dollars, at the prices when the run started; null when they were unknown. */
  cost: MicroDollars.nullable(),
  /** The cost divided by the samples kept; null when there are none. */
  costPerSample: MicroDollars.nullable(),
  maxCost: MicroDollars.nullable(),
  maxMinutes: z.int().nullable(),
  startedBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** Why a row was dropped. */
export const Reason = z.enum(Object.keys(dropReasons) as [DropReason, ...DropReason[]]);

/** One bar of the funnel. made = kept + dropped, and dropped = the sum of its reasons. */
export const FunnelStep = z.object({
  step: z.string(),
  label: z.string(),
  pipeline: z.string(),
  ordinal: z.int(),
  entered: z.int(),
  made: z.int(),
  kept: z.int(),
  dropped: z.int(),
  reasons: z.array(z.object({ reason: Reason, count: z.int() })),
});
export type FunnelStep = z.infer<typeof FunnelStep>;

export const RunLeaf = z.object({
  leafId: NodeId,
  name: z.string(),
  /** The folders above it, from the branch down: `Knowledge / law`. */
  above: z.string(),
  pipeline: z.string(),
  /** The requested number of samples; null for LAB's default. */
  target: z.int().nullable(),
  itemsTotal: z.int(),
  itemsDone: z.int(),
  itemsFailed: z.int(),
  samplesKept: z.int(),
  /** Why it was not asked again, although it has fewer samples than its target. */
  stopped: z.string().nullable(),
});
export type RunLeaf = z.infer<typeof RunLeaf>;

/** With `leaf`, only the runs over this leaf. */
export const RunsQuery = PageQuery.extend({ leaf: NodeId.optional() });
export type RunsQuery = z.infer<typeof RunsQuery>;

/** `search` finds leaves by words of their path, in any order. */
export const RunLeavesQuery = PageQuery.extend({ search: z.string().trim().max(200).default('') });
export type RunLeavesQuery = z.infer<typeof RunLeavesQuery>;

/** Failed tasks with the same error. `id` is a hash of the kind and the message. */
export const ErrorGroup = z.object({
  id: z.string(),
  kind: z.string(),
  message: z.string(),
  items: z.int(),
  example: z.object({ itemId: Id, leafName: z.string() }),
});
export type ErrorGroup = z.infer<typeof ErrorGroup>;

/** How many of the requested samples a run is missing, over all its leaves. */
export const Shortfall = z.object({ asked: z.int(), missing: z.int(), leaves: z.int() });
export type Shortfall = z.infer<typeof Shortfall>;

/** A raw reply of the teacher whose row was dropped. */
export const LostReply = z.object({ stepLabel: z.string(), reason: Reason, detail: z.string(), text: z.string() });
export type LostReply = z.infer<typeof LostReply>;

export const RunDetail = RunSummary.extend({
  seed: z.string(),
  target: z.int().nullable(),
  error: z.string().nullable(),
  /** The prices when the run started, which hold until its end; null when they were unknown. */
  price: Price.nullable(),
  judge: Judge.nullable(),
  judgeVotes: JudgeVotes,
  /** Samples whose text speaks to the judge: kept, and held for a person. */
  held: z.int(),
  /** Samples about which the votes of a judge disagreed. */
  disputed: z.int(),
  /** Why the last failed call failed. */
  lastFailure: z.string().nullable(),
  /** Since when nothing is done, because the run is paused or over; null while it goes on. */
  restsSince: z.iso.datetime().nullable(),
  /** How long nothing was done before it was resumed. */
  restSeconds: z.number(),
  /** Seconds left, as a range; null before 3 % is done. */
  remainingSeconds: z.object({ from: z.int(), to: z.int() }).nullable(),
  funnel: z.array(FunnelStep),
  /** Set after the run has ended with fewer samples than requested; otherwise null. */
  shortfall: Shortfall.nullable(),
  /** The run that this one continues, and the run that continues this one. */
  continuesId: Id.nullable(),
  continuedById: Id.nullable(),
  /** For a run that kept nothing: the first replies that were dropped. */
  lostReplies: z.array(LostReply),
  /** The first leaves; the others are loaded in pages. */
  leaves: z.array(RunLeaf),
  leavesCursor: z.string().nullable(),
  errors: z.array(ErrorGroup),
  /** Leaves of the scope that could not run, and why. */
  skipped: z.array(z.object({ leafId: z.string(), name: z.string(), message: z.string() })),
  /** `own` is the version of the taxonomy's own text; null for the built-in one. `leaves` had their own texts. */
  prompts: z.array(z.object({ name: z.string(), version: z.int(), own: z.int().nullable(), leaves: z.int() })),
  /** Rules that were switched off. */
  rulesOff: z.array(z.enum(ruleNames)),
  nearDuplicates: NearDuplicates,
  isRepeated: z.boolean(),
  isTrial: z.boolean(),
  batch: BatchMode,
  /** The pipelines that were chosen; other kinds of leaves took their default. */
  pipelines: ChosenPipelines,
  asksEveryJudge: z.boolean(),
  /** The samples before and after the last change of thresholds, when there was one. */
  redecided: z.object({ before: z.int(), after: z.int() }).nullable(),
  parameters: z.unknown(),
});
export type RunDetail = z.infer<typeof RunDetail>;

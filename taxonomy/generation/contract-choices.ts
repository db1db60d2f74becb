import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { BatchMode, ChosenPipelines, JudgeVotes, NearDuplicates } from './contract';
import { MicroDollars } from './contract-prices';
import { Thresholds } from './contract-thresholds';
import { ruleNames } from './vocabulary-rows';

/** What a run was started with, as far as it still exists: the settings of another run like it. */
export const RunChoices = z.object({
  runId: Id,
  /** The places that were chosen; empty for the whole taxonomy. */
  scope: z.array(NodeId),
  /** Those of them that no longer exist. */
  missing: z.array(NodeId),
  /** Null when the teacher was removed. */
  teacherId: Id.nullable(),
  judgeTeacherId: Id.nullable(),
  judgeVotes: JudgeVotes,
  target: z.int().nullable(),
  isRepeated: z.boolean(),
  isTrial: z.boolean(),
  batch: BatchMode,
  maxCalls: z.int(),
  maxTokens: z.int().nullable(),
  maxCost: MicroDollars.nullable(),
  maxMinutes: z.int().nullable(),
  rulesOff: z.array(z.enum(ruleNames)),
  nearDuplicates: NearDuplicates,
  pipelines: ChosenPipelines,
  thresholds: Thresholds,
  asksEveryJudge: z.boolean(),
  /** What no longer exists, besides places, and what holds instead: a sentence each. */
  gone: z.array(z.string()),
});
export type RunChoices = z.infer<typeof RunChoices>;

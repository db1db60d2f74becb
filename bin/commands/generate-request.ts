import { InvalidArgumentError } from 'commander';
import { v7 as uuid } from 'uuid';
import { EstimateRequest, StartRunRequest } from '@/taxonomy/generation/contract';
import type { RunChoices } from '@/taxonomy/generation/contract-choices';
import { chosenByName } from '@/taxonomy/generation/pipelines/registry';
import { choicesOfRun } from '@/taxonomy/generation/runs/choices-of-run';
import { getTeacher } from '@/taxonomy/generation/teacher/teachers';
import { defaultThreshold } from '@/taxonomy/generation/vocabulary';
import type { ComparedWithin } from '@/taxonomy/generation/vocabulary-compared';
import { endOfModel } from '@/taxonomy/generation/vocabulary-prices';
import type { RuleName } from '@/taxonomy/generation/vocabulary-rows';
import { parseOrRefuse } from '@/taxonomy/parse';
import { findNodeByPath } from '@/taxonomy/tree/find-node';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { runId } from '../run-id';
import type { CommandContext, Shell } from '../shell';

export type GenerateFlags = {
  all?: true;
  like?: string;
  teacher?: string;
  judge?: string;
  judgeVotes?: '1' | '3';
  target?: number;
  seed?: string;
  maxCalls?: number;
  maxTokens?: number;
  maxCost?: number;
  maxMinutes?: number;
  estimate?: true;
  withoutRule?: RuleName[];
  nearDuplicates?: number | 'keep';
  within?: ComparedWithin;
  untilKept?: true;
  trial?: true;
  batch?: 'files' | 'api';
  pipeline?: string[];
  threshold?: Record<string, number>;
  everyJudge?: true;
  wait?: true;
};

/** The request that `generate` would start a run with. @throws InvalidArgumentError when options are missing. */
export async function startRequest(
  context: CommandContext,
  shell: Shell,
  leaves: string[],
  flags: GenerateFlags,
): Promise<StartRunRequest> {
  const like = await earlier(context, shell, flags);
  const own = {
    ...(await chosen(context, shell, leaves, flags, like)),
    isTrial: flags.trial ?? like?.isTrial,
    batch: flags.batch ?? like?.batch,
    seed: flags.seed,
    maxCalls: flags.maxCalls ?? like?.maxCalls,
    maxTokens: flags.maxTokens ?? like?.maxTokens ?? undefined,
    maxCost: flags.maxCost ?? like?.maxCost ?? undefined,
    maxMinutes: flags.maxMinutes ?? like?.maxMinutes ?? undefined,
    rulesOff: flags.withoutRule ?? like?.rulesOff,
    thresholds: flags.threshold ?? like?.thresholds,
    nearDuplicates: nearDuplicatesOf(flags, like),
  };
  return parseOrRefuse(StartRunRequest, { requestKey: uuid(), ...own });
}

/** The request that `generate --estimate` asks with. @throws InvalidArgumentError when options are missing. */
export async function estimateRequest(
  context: CommandContext,
  shell: Shell,
  leaves: string[],
  flags: GenerateFlags,
): Promise<EstimateRequest> {
  const like = await earlier(context, shell, flags);
  return parseOrRefuse(EstimateRequest, await chosen(context, shell, leaves, flags, like));
}

/** The choices of the run that --like names; says what no longer exists. */
async function earlier({ db }: CommandContext, shell: Shell, { like }: GenerateFlags): Promise<RunChoices | null> {
  if (like === undefined) return null;
  const choices = await choicesOfRun(db, runId(like));
  for (const sentence of choices.gone) shell.warn(sentence);
  return choices;
}

/** The leaves, the teachers and the amount: what an estimate needs too. */
async function chosen(
  context: CommandContext,
  shell: Shell,
  leaves: string[],
  flags: GenerateFlags,
  like: RunChoices | null,
) {
  const { db } = context;
  const scope = await scopeOf(context, shell, leaves, flags, like);
  const teacherId = flags.teacher ?? like?.teacherId;
  if (!teacherId) throw new InvalidArgumentError('Name the teacher to use: --teacher NAME.');
  const teacher = await getTeacher(db, teacherId);
  const judgeName = flags.judge ?? like?.judgeTeacherId;
  const judge = judgeName ? await getTeacher(db, judgeName) : null;
  if (teacher.isDeprecated || judge?.isDeprecated) shell.note(endOfModel);
  return {
    scope,
    teacherId: teacher.id,
    judgeTeacherId: judge?.id ?? null,
    judgeVotes: flags.judgeVotes === undefined ? (like?.judgeVotes ?? 1) : Number(flags.judgeVotes),
    target: flags.target ?? like?.target ?? null,
    isRepeated: flags.untilKept ?? like?.isRepeated ?? false,
    pipelines: flags.pipeline ? chosenByName(flags.pipeline) : (like?.pipelines ?? {}),
    asksEveryJudge: flags.everyJudge ?? like?.asksEveryJudge,
  };
}

async function scopeOf(
  { db }: CommandContext,
  shell: Shell,
  leaves: string[],
  flags: GenerateFlags,
  like: RunChoices | null,
): Promise<string[]> {
  if (leaves.length > 0 && flags.all) throw new InvalidArgumentError('Name leaves or use --all, not both.');
  if (flags.all) return [];
  if (leaves.length > 0) {
    const { id: taxonomyId } = await getTheTaxonomy(db);
    const scope: string[] = [];
    for (const leaf of leaves) scope.push((await findNodeByPath(db, taxonomyId, leaf)).id);
    return scope;
  }
  if (!like) throw new InvalidArgumentError('Name leaves to generate for, or use --all.');
  const scope = like.scope.filter((id) => !like.missing.includes(id));
  // Without this, nothing would turn into the whole taxonomy.
  if (scope.length === 0 && like.missing.length > 0) {
    throw new InvalidArgumentError('None of the leaves of that run exist any more. Name others, or use --all.');
  }
  if (like.missing.length > 0) shell.warn(`Left out, because they no longer exist: ${like.missing.join(', ')}`);
  return scope;
}

/** The similarity limit, and what rows are compared with; undefined for the default. */
function nearDuplicatesOf({ nearDuplicates, within }: GenerateFlags, like: RunChoices | null) {
  if (nearDuplicates === 'keep') return null;
  if (nearDuplicates === undefined && within === undefined) return like?.nearDuplicates;
  return {
    threshold: nearDuplicates ?? like?.nearDuplicates?.threshold ?? defaultThreshold,
    within: within ?? like?.nearDuplicates?.within,
  };
}

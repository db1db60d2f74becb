import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { getTheTaxonomy } from '../../tree/nodes';
import type { RunSummary, StartRunRequest } from '../contract';
import type { Teacher } from '../contract-teachers';
import { freezeComparedLeaves } from './compared-leaves';
import { queueBatchJob } from './batch-job';
import { freezeEvaluationSets } from '../evaluation-sets/sets';
import { getRunSummary } from './get-run';
import { defaultCap } from '../vocabulary';
import {
  boundOfRun,
  planRun,
  tokensOf,
  type BlockedLeaf,
  type Missing,
  type PlannedLeaf,
  type RunPlan,
} from './plan-run';
import { answersInJson, judgeOf } from './judge-of';
import { freezePrompts } from './prompts';
import { interleave, queueItems } from './queue-items';
import { findRunByRequest, findTwin, insertRun, insertRunLeaves, lockStarts } from './repository-runs';
import type { Snapshot } from './snapshot';
import { getTeacher } from '../teacher/teachers';
import { refuseUnknown } from '../thresholds/judges';
import { sha256 } from '../text';

/**
 * Starts a run over the leaves of a scope: queues its items for the workers.
 *
 * A request key starts only one run, however often it is sent; repeated requests get the same run. Leaves that cannot
 * run are skipped and listed on the run if a folder above them was chosen; if such a leaf was chosen itself, the
 * request is refused.
 *
 * @throws DomainError `conflict` when a run with the same work and teacher is in progress; `invalid` when a chosen leaf
 * cannot run, or none can.
 */
export const startRun = (db: Database, actor: Actor, request: StartRunRequest): Promise<RunSummary> =>
  startOrder(db, actor, { ...request, continues: null });

/** A run to start: a new one, or one for what another run was short of. */
export type RunOrder = StartRunRequest & {
  /** `scope` is what the first run was started for; null when unknown. */
  continues: { runId: string; missing: ReadonlyMap<string, Missing>; scope: string[] | null } | null;
};

/** @see startRun */
export async function startOrder(db: Database, actor: Actor, request: RunOrder): Promise<RunSummary> {
  const runId =
    (await findSame(db, actor, request)) ??
    (await db.$transaction((tx) => start(tx, actor, request), { maxWait: 60_000, timeout: 300_000 }));
  return getRunSummary(db, runId);
}

async function start(tx: Db, actor: Actor, request: RunOrder): Promise<string> {
  const { requestKey, scope, target, pipelines, continues } = request;
  const taxonomy = await getTheTaxonomy(tx);
  await lockStarts(tx, taxonomy.id);
  const known = await findSame(tx, actor, request);
  if (known) return known;

  refuseUnknown(request.thresholds ?? {});
  const teacher = await getTeacher(tx, request.teacherId);
  const judge = await judgeOf(tx, request);
  const seed = request.seed ?? randomBytes(8).toString('hex');
  const plan = await planRun(tx, {
    taxonomyId: taxonomy.id,
    scope,
    target,
    pipelines,
    poolScope: continues?.scope ?? scope,
    runSeed: seed,
    missing: continues?.missing,
  });
  refuseBlocked(plan, scope);
  if (request.isRepeated && target === null && !continues) throw repeatedWithoutTarget();

  const { price } = teacher;
  const unpriced = [teacher, judge].find((each) => each?.price === null);
  if (unpriced && request.maxCost !== undefined) throw limitWithoutPrice(unpriced);

  const workHash = hashOfWork(plan, request);
  const twin = await findTwin(tx, taxonomy.id, workHash);
  if (twin) throw underWay(teacher, twin.id);

  const items = interleave(plan.leaves);
  const bound = boundOfRun(plan.leaves, request);
  const once = boundOfRun(plan.leaves, { ...request, isRepeated: false });
  const id = uuid();
  await insertRun(tx, {
    id,
    taxonomyId: taxonomy.id,
    teacherId: teacher.id,
    judgeTeacherId: judge?.id ?? null,
    snapshot: {
      ...snapshotOf(teacher, plan, workHash),
      judge: judge && { ...identityOf(judge), price: judge.price },
      judgesInJson: answersInJson(judge ?? teacher),
      judgeVotes: request.judgeVotes,
      rulesOff: request.rulesOff,
      nearDuplicates: request.nearDuplicates,
      evaluationSets: await freezeEvaluationSets(tx, taxonomy.id),
      isRepeated: request.isRepeated,
      isTrial: request.isTrial,
      batch: request.batch,
      pipelines,
      scope: continues?.scope ?? scope,
      thresholds: request.thresholds ?? {},
      asksEveryJudge: request.asksEveryJudge ?? false,
      requestHash: hashOfRequest(actor, request),
      callsAnItem: Math.ceil(once.calls / items.length),
      price,
      estimated: { ...tokensOf(bound), judged: tokensOf(bound.judged) },
    },
    isPractice: teacher.isPractice || (judge?.isPractice ?? false),
    seed,
    target,
    maxCalls: request.maxCalls ?? defaultCap(bound.calls),
    maxTokens: request.maxTokens ?? null,
    maxCost: request.maxCost ?? null,
    maxMinutes: request.maxMinutes ?? null,
    prompts: freezePrompts(
      plan.leaves.map(({ pipeline }) => pipeline),
      plan.ownTexts,
      plan.leaves.flatMap(({ promptTexts }) => Object.keys(promptTexts)),
    ),
    continuesId: continues?.runId ?? null,
    requestKey,
    startedById: actor.id,
    itemsTotal: items.length,
  });
  await insertLeaves(tx, id, plan.leaves);
  await freezeComparedLeaves(tx, {
    id,
    taxonomyId: taxonomy.id,
    scope: continues?.scope ?? scope,
    nearDuplicates: request.nearDuplicates,
  });
  await queueItems(tx, id, items, { firstOrdinal: 0, isTrial: request.isTrial });
  if (request.batch === 'api') await queueBatchJob(tx, id);
  const detail = {
    leaves: plan.leaves.length,
    items: items.length,
    teacher: teacher.name,
    ...(judge && { judge: judge.name }),
    target,
  };
  await recordAudit(tx, { actorId: actor.id, action: 'run.start', subjectType: 'run', subjectId: id, detail });
  return id;
}

/**
 * The run that this request has already started; null for a new request.
 *
 * @throws DomainError `conflict` when its key belongs to another person's or a different request.
 */
async function findSame(db: Db, actor: Actor, request: RunOrder): Promise<string | null> {
  const known = await findRunByRequest(db, request.requestKey);
  if (!known) return null;
  if (known.requestHash === hashOfRequest(actor, request)) return known.id;
  throw new DomainError('conflict', 'This request key was used for another request. Send it with a new key.');
}

/** Of everything that was asked for, so that no field can be forgotten. */
const hashOfRequest = (actor: Actor, order: RunOrder): string =>
  sha256(JSON.stringify([actor.id, { ...order, requestKey: null, continues: order.continues?.runId }]));

function refuseBlocked({ leaves, blocked }: RunPlan, scope: string[]): void {
  const chosen = blocked.filter(({ leafId }) => scope.includes(leafId));
  if (chosen.length > 0) throw blockedError('These leaves cannot run', chosen);
  if (leaves.length > 0) return;
  if (blocked.length > 0) throw blockedError('None of these leaves can run', blocked);
  throw new DomainError('invalid', 'There are no leaves here. Choose a leaf, or add one to the taxonomy.');
}

function blockedError(what: string, blocked: BlockedLeaf[]): DomainError {
  const shown = blocked.slice(0, 5).map(({ name, message }) => `“${name}”: ${message}`);
  const more = blocked.length - shown.length;
  const message = `${what}. ${shown.join(' ')}${more > 0 ? ` And ${more} more.` : ''}`;
  return new DomainError('invalid', message, { detail: { blocked: blocked.slice(0, 100) } });
}

const limitWithoutPrice = ({ name }: Teacher) =>
  new DomainError(
    'invalid',
    `The cost limit (maxCost) cannot be obeyed, because the price of ${name} is unknown. Set its price under Settings, Teachers, or leave the limit out.`,
  );

const repeatedWithoutTarget = () =>
  new DomainError(
    'invalid',
    'To ask again until each leaf has enough samples, set a target for each leaf (on the command line: --target).',
  );

const underWay = (teacher: Teacher, runId: string) =>
  new DomainError(
    'conflict',
    `A run over these leaves with ${teacher.name} is already running. Wait for it, cancel it, or use another random seed.`,
    { detail: { runId } },
  );

/** A seed that a person chose makes a run different; a random one does not. */
function hashOfWork({ leaves, ownTexts }: RunPlan, order: RunOrder): string {
  const { teacherId, target, isRepeated, isTrial, batch, seed, rulesOff, nearDuplicates, continues } = order;
  const { thresholds = {}, asksEveryJudge = false } = order;
  const judge = order.judgeTeacherId === teacherId ? null : order.judgeTeacherId;
  const ids = leaves
    .map((leaf) =>
      JSON.stringify([
        leaf.leafId,
        leaf.revisionId,
        leaf.pipeline.name,
        leaf.safetyOff,
        leaf.answerStyle,
        leaf.thresholds,
        leaf.promptTexts,
      ]),
    )
    .sort();
  return sha256(
    JSON.stringify([
      ids,
      teacherId,
      [target, isRepeated, isTrial, batch],
      seed ?? null,
      [rulesOff, nearDuplicates, thresholds, asksEveryJudge],
      continues?.runId ?? null,
      [judge, order.judgeVotes],
      [...ownTexts.values()].map(({ id }) => id).sort(),
    ]),
  );
}

const identityOf = ({ name, baseUrl, model, reasoningEffort, thinkingTokens }: Teacher) => ({
  name,
  baseUrl,
  model,
  reasoningEffort,
  thinkingTokens,
});

function snapshotOf(
  teacher: Teacher,
  plan: RunPlan,
  workHash: string,
): Pick<Snapshot, 'teacher' | 'skipped' | 'workHash' | 'progressFrom' | 'restSeconds'> {
  return {
    teacher: identityOf(teacher),
    skipped: plan.blocked.slice(0, 1_000),
    workHash,
    progressFrom: null,
    restSeconds: 0,
  };
}

async function insertLeaves(tx: Db, runId: string, leaves: PlannedLeaf[]): Promise<void> {
  const rows = leaves.map(({ leafId, revisionId, pipeline, target, items, bound, name: leafName, ...settings }) => {
    const { safetyOff, answerStyle, thresholds, promptTexts } = settings;
    const { name, version } = pipeline;
    return {
      leafId,
      revisionId,
      pipeline: name,
      pipelineVersion: version,
      target,
      itemsTotal: items.length,
      waveAsked: target ?? bound.samples,
      safetyOff,
      answerStyle,
      thresholds,
      promptTexts,
      leafName,
    };
  });
  await insertRunLeaves(tx, runId, rows);
}

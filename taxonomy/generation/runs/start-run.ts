import { randomBytes } from 'node:crypto';
import { v5 as uuidFrom, v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { enqueue } from '../../jobs/queue';
import { getTheTaxonomy } from '../../tree/nodes';
import type { RunSummary, StartRunRequest } from '../contract';
import type { Teacher } from '../contract-teachers';
import { getRunSummary } from './get-run';
import { ITEM_KIND } from './item-kind';
import { defaultCap } from '../vocabulary';
import {
  planRun,
  sumBounds,
  tokensOf,
  type BlockedLeaf,
  type Missing,
  type PlannedLeaf,
  type RunPlan,
} from './plan-run';
import { freezePrompts } from './prompts';
import { findRunByRequest, findTwin, insertItems, insertRun, insertRunLeaves, lockStarts } from './repository-runs';
import type { Snapshot } from './snapshot';
import { getTeacher } from '../teacher/teachers';
import { sha256 } from '../text';

const ROWS_PER_STATEMENT = 2_000;

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
  continues: { runId: string; missing: ReadonlyMap<string, Missing> } | null;
};

/** @see startRun */
export async function startOrder(db: Database, actor: Actor, request: RunOrder): Promise<RunSummary> {
  const runId =
    (await findSame(db, actor, request)) ??
    (await db.$transaction((tx) => start(tx, actor, request), { maxWait: 60_000, timeout: 300_000 }));
  return getRunSummary(db, runId);
}

async function start(tx: Db, actor: Actor, request: RunOrder): Promise<string> {
  const { requestKey, scope, target, continues } = request;
  const taxonomy = await getTheTaxonomy(tx);
  await lockStarts(tx, taxonomy.id);
  const known = await findSame(tx, actor, request);
  if (known) return known;

  const teacher = await getTeacher(tx, request.teacherId);
  const seed = request.seed ?? randomBytes(8).toString('hex');
  const plan = await planRun(tx, {
    taxonomyId: taxonomy.id,
    scope,
    target,
    runSeed: seed,
    missing: continues?.missing,
  });
  refuseBlocked(plan, scope);

  const { price } = teacher;
  if (price === null && request.maxCost !== undefined) throw limitWithoutPrice(teacher);

  const workHash = hashOfWork(plan.leaves, request);
  const twin = await findTwin(tx, taxonomy.id, workHash);
  if (twin) throw underWay(teacher, twin.id);

  const bound = sumBounds(plan.leaves.map((leaf) => leaf.bound));
  const items = interleave(plan.leaves);
  const id = uuid();
  await insertRun(tx, {
    id,
    taxonomyId: taxonomy.id,
    teacherId: teacher.id,
    snapshot: {
      ...snapshotOf(teacher, plan, workHash),
      rulesOff: request.rulesOff,
      nearDuplicates: request.nearDuplicates,
      requestHash: hashOfRequest(actor, request),
      callsAnItem: Math.ceil(bound.calls / items.length),
      price,
      estimated: tokensOf(bound),
    },
    isPractice: teacher.isPractice,
    seed,
    target,
    maxCalls: request.maxCalls ?? defaultCap(bound.calls),
    maxTokens: request.maxTokens ?? null,
    maxCost: request.maxCost ?? null,
    prompts: freezePrompts(plan.leaves.map(({ pipeline }) => pipeline)),
    continuesId: continues?.runId ?? null,
    requestKey,
    startedById: actor.id,
    itemsTotal: items.length,
  });
  await queueItems(tx, id, plan.leaves, items);
  const detail = { leaves: plan.leaves.length, items: items.length, teacher: teacher.name, target };
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

const underWay = (teacher: Teacher, runId: string) =>
  new DomainError(
    'conflict',
    `A run over these leaves with ${teacher.name} is already running. Wait for it, cancel it, or use another random seed.`,
    { detail: { runId } },
  );

/** A seed that a person chose makes a run different; a random one does not. */
function hashOfWork(leaves: PlannedLeaf[], order: RunOrder): string {
  const { teacherId, target, seed, rulesOff, nearDuplicates, continues } = order;
  const ids = leaves.map(({ leafId, revisionId, safetyOff }) => JSON.stringify([leafId, revisionId, safetyOff])).sort();
  return sha256(
    JSON.stringify([ids, teacherId, target, seed ?? null, rulesOff, nearDuplicates, continues?.runId ?? null]),
  );
}

function snapshotOf(
  teacher: Teacher,
  plan: RunPlan,
  workHash: string,
): Pick<Snapshot, 'teacher' | 'skipped' | 'workHash' | 'progressFrom'> {
  return {
    teacher: { name: teacher.name, baseUrl: teacher.baseUrl, model: teacher.model },
    skipped: plan.blocked.slice(0, 1_000),
    workHash,
    progressFrom: null,
  };
}

type Queued = { leafId: string; pipeline: string; input: object };

/** Takes leaves in turn, so that all of them get samples early and no leaf waits for another to end. */
export function interleave(leaves: readonly PlannedLeaf[]): Queued[] {
  const most = leaves.reduce((max, { items }) => Math.max(max, items.length), 0);
  const queued: Queued[] = [];
  for (let place = 0; place < most; place += 1) {
    for (const { leafId, pipeline, items } of leaves) {
      const input = items[place];
      if (input) queued.push({ leafId, pipeline: pipeline.name, input });
    }
  }
  return queued;
}

async function queueItems(tx: Db, runId: string, leaves: PlannedLeaf[], queued: Queued[]): Promise<void> {
  const runLeaves = leaves.map(({ leafId, revisionId, pipeline, target, items, safetyOff }) => {
    const { name, version } = pipeline;
    return {
      leafId,
      revisionId,
      pipeline: name,
      pipelineVersion: version,
      target,
      itemsTotal: items.length,
      safetyOff,
    };
  });
  await insertRunLeaves(tx, runId, runLeaves);
  for (let from = 0; from < queued.length; from += ROWS_PER_STATEMENT) {
    const items = queued
      .slice(from, from + ROWS_PER_STATEMENT)
      .map((item, place) => ({ ...item, ordinal: from + place, id: uuidFrom(String(from + place), runId) }));
    await insertItems(tx, runId, items);
    await enqueue(
      tx,
      items.map(({ id, ordinal }) => ({ id, kind: ITEM_KIND, groupId: runId, ordinal })),
    );
  }
}

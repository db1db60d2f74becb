import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { enqueue } from '../../jobs/queue';
import type {
  ChangeThresholdsRequest,
  ThresholdChange,
  Thresholds,
  UndoThresholdsRequest,
} from '../contract-thresholds';
import { isApplying, lockRun } from '../runs/repository-runs';
import { refuseUnknown } from '../thresholds/judges';
import { isOver } from '../vocabulary';
import {
  findByRequest,
  findChange,
  findLastInForce,
  insertChange,
  selectLeafIds,
  setRunThresholds,
} from './repository';

export const THRESHOLDS_JOB = 'change-thresholds';

/**
 * Sets the thresholds of a finished run: a worker decides on its rows again, without a call. Samples that a person
 * decided stay as they are.
 *
 * The thresholds given hold for the whole run; judges that are left out have those of their leaf again. A request key
 * makes only one change, however often it is sent.
 *
 * @throws DomainError `not_found`; `invalid` for an unknown judge or grade; `conflict` while the run is not over, or
 *   another change of it is being applied.
 */
export const changeThresholds = (
  db: Database,
  actor: Actor,
  runId: string,
  { requestKey, thresholds }: ChangeThresholdsRequest,
): Promise<ThresholdChange> => {
  refuseUnknown(thresholds);
  return begin(db, actor, { runId, requestKey, after: thresholds, undoesId: null });
};

/**
 * Undoes the last change of a run's thresholds: the rows that it moved go back, unless a person decided them since.
 *
 * @throws DomainError `not_found`; `conflict` while a change is being applied, or when this one was undone already or is
 *   not the last one.
 */
export async function undoThresholds(
  db: Database,
  actor: Actor,
  changeId: string,
  { requestKey }: UndoThresholdsRequest,
): Promise<ThresholdChange> {
  const change = await findChange(db, changeId);
  if (!change) throw new DomainError('not_found', 'There is no such change of thresholds. Load the run again.');
  return begin(db, actor, { runId: change.runId, requestKey, after: change.before, undoesId: changeId });
}

type Order = { runId: string; requestKey: string; after: Thresholds; undoesId: string | null };

async function begin(db: Database, actor: Actor, order: Order): Promise<ThresholdChange> {
  const id = await db.$transaction((tx) => beginIn(tx, actor, order), { maxWait: 30_000, timeout: 60_000 });
  const change = await findChange(db, id);
  if (!change) throw new DomainError('not_found', 'The run was deleted meanwhile. Go back to the list of runs.');
  return change;
}

async function beginIn(tx: Db, actor: Actor, order: Order): Promise<string> {
  const { runId, requestKey, after, undoesId } = order;
  const run = await lockRun(tx, runId);
  if (!run) throw new DomainError('not_found', 'There is no such run. Go back to the list of runs.');
  const known = await findByRequest(tx, requestKey);
  if (known) {
    const isSame =
      known.runId === runId && known.byId === actor.id && known.undoesId === undoesId && isEqual(known.after, after);
    if (isSame) return known.id;
    throw new DomainError('conflict', 'This request key was used for another request. Send it with a new key.');
  }
  if (!isOver(run.state)) {
    throw new DomainError(
      'conflict',
      'The run is not over yet. Wait for it, or cancel it, then change its thresholds.',
    );
  }
  if (await isApplying(tx, runId)) {
    throw new DomainError(
      'conflict',
      'Another change of this run’s thresholds is being applied. Wait until it is done.',
    );
  }
  if (undoesId !== null) await refuseUndo(tx, runId, undoesId);
  const leafIds = await selectLeafIds(tx, runId);
  const id = uuid();
  const before = run.snapshot.thresholds;
  await insertChange(tx, { id, runId, requestKey, before, after, undoesId, leaves: leafIds.length, byId: actor.id });
  await setRunThresholds(tx, runId, after);
  await enqueue(tx, [{ kind: THRESHOLDS_JOB, groupId: id, payload: { changeId: id, runId } }]);
  const action = undoesId === null ? 'run.thresholds' : 'run.undo-thresholds';
  const detail = { changeId: id, before, after };
  await recordAudit(tx, { actorId: actor.id, action, subjectType: 'run', subjectId: runId, detail });
  return id;
}

async function refuseUndo(tx: Db, runId: string, changeId: string): Promise<void> {
  if ((await findLastInForce(tx, runId)) === changeId) return;
  throw new DomainError(
    'conflict',
    'Only the last change of a run’s thresholds can be undone. This one was undone already, or a later one must be undone first.',
  );
}

const isEqual = (a: Thresholds, b: Thresholds): boolean => {
  const steps = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...steps].every((step) => a[step] === b[step]);
};

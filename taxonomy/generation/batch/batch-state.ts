import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import type { BatchState } from '../contract-batch';
import { isOver } from '../vocabulary';
import { countWaiting, countWorking, findBatchRun } from './repository';
import { selectSent } from './repository-remote';

/**
 * The requests of a batch run that wait for answers.
 *
 * @throws DomainError `not_found`; `invalid` when the run asks its teacher directly.
 */
export async function getBatch(db: Db, runId: string): Promise<BatchState> {
  await batchRun(db, runId);
  const [teachers, working, sent] = await Promise.all([
    countWaiting(db, runId),
    countWorking(db, runId),
    selectSent(db, runId),
  ]);
  return { teachers, working, sent };
}

/** @throws DomainError as `getBatch`, and `conflict` when the run is over: it waits for nothing. */
export async function openBatchRun(db: Db, runId: string): Promise<void> {
  const { state } = await batchRun(db, runId);
  if (isOver(state)) throw new DomainError('conflict', 'This run is over: it waits for no answers.');
}

async function batchRun(db: Db, runId: string) {
  const run = await findBatchRun(db, runId);
  if (!run) throw new DomainError('not_found', 'There is no such run. Go back to the list of runs.');
  if (run.batch !== 'off') return run;
  throw new DomainError(
    'invalid',
    'This run asks its teacher directly. To write request files instead, start a run with the batch setting.',
  );
}

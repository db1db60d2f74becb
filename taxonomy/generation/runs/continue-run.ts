import type { Database } from '@/prisma/client';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import type { ContinueRunRequest, RunSummary } from '../contract';
import { isOver } from '../vocabulary';
import { findRun, selectMissing } from './repository-views';
import { startOrder } from './start-run';

/**
 * Starts another run for the samples that a finished run was short of, leaf by leaf. It asks in new rounds, with other
 * examples and a higher temperature, because the same questions would only give the same samples.
 *
 * @throws DomainError `not_found`; `conflict` while the run is not over, or is being continued; `invalid` when it has
 *   work left (resume it instead), or when nothing is missing.
 */
export async function continueRun(
  db: Database,
  actor: Actor,
  runId: string,
  { requestKey, ...limits }: ContinueRunRequest,
): Promise<RunSummary> {
  const run = await findRun(db, runId);
  if (!run) throw new DomainError('not_found', 'There is no such run. Go back to the list of runs.');
  if (!isOver(run.state)) throw new DomainError('conflict', 'The run is not over yet. Wait for it, or cancel it.');
  if (run.itemsDone < run.itemsTotal) {
    const left = run.itemsTotal - run.itemsDone;
    throw new DomainError('invalid', `${left} of the run’s ${run.itemsTotal} tasks are not done. Resume it first.`);
  }
  const leaves = await selectMissing(db, runId);
  if (leaves.length === 0) {
    throw new DomainError('invalid', 'Nothing is missing: the run kept as many samples as requested.');
  }
  return startOrder(db, actor, {
    requestKey,
    scope: leaves.map(({ leafId }) => leafId),
    teacherId: run.teacherId,
    judgeTeacherId: run.judgeTeacherId,
    judgeVotes: run.snapshot.judgeVotes,
    target: null,
    isRepeated: run.snapshot.isRepeated,
    isTrial: false,
    batch: run.snapshot.batch,
    rulesOff: run.snapshot.rulesOff,
    nearDuplicates: run.snapshot.nearDuplicates,
    pipelines: run.snapshot.pipelines,
    thresholds: run.snapshot.thresholds,
    asksEveryJudge: run.snapshot.asksEveryJudge,
    ...limits,
    continues: {
      runId,
      scope: run.snapshot.scope,
      missing: new Map(leaves.map(({ leafId, ...missing }) => [leafId, missing])),
    },
  });
}

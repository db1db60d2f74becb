import type { Database, Db } from '@/prisma/client';
import { closeJob, type HeldJob } from '../../jobs/queue';
import type { LeafKind } from '../../tree/vocabulary';
import type { NearDuplicates } from '../contract';
import type { EvaluationSetRef } from '../contract-evaluation-sets';
import type { PipelineResult } from '../pipelines/step-chain';
import type { Written } from '../pipelines/define-pipeline';
import { accept, acceptStaged } from './accept';
import type { ItemRow } from './repository-items';
import { insertStaged, lockTurns, selectTurn } from './repository-turns';
import { toWrittenRows } from './written-rows';

export type FinishedItem = {
  item: ItemRow;
  job: HeldJob;
  kind: LeafKind;
  taxonomyId: string;
  isPractice: boolean;
  nearDuplicates: NearDuplicates;
  evaluationSets: EvaluationSetRef[];
  pipelineVersion: number;
  revisionId: string;
  result: PipelineResult<Written>;
};

/**
 * Stores the result of an item and releases its lease, in one transaction. If all earlier items that it takes turns with
 * have ended, its rows become samples now; otherwise they are staged until then.
 *
 * @returns False when the lease was lost: nothing is written, because another worker has the item.
 */
export async function finishItem(db: Database, finished: FinishedItem): Promise<boolean> {
  const { item, job, taxonomyId, isPractice, nearDuplicates, evaluationSets } = finished;
  const rows = toWrittenRows(finished, finished.result);
  const write = async (tx: Db): Promise<'lost' | 'accepted' | 'staged' | 'accepted, more wait'> => {
    const turns = await lockTurns(tx, item.runId, item.leafId);
    if (!(await closeJob(tx, job))) return 'lost';
    const turn = await selectTurn(tx, turns, item.ordinal);
    if (!turn.isNext) {
      await insertStaged(tx, item, job.attempts, rows);
      return 'staged';
    }
    const settings = { taxonomyId, isPractice, nearDuplicates, evaluationSets };
    await accept(tx, { ...item, attempts: job.attempts, ...settings }, rows);
    return turn.othersWait ? 'accepted, more wait' : 'accepted';
  };
  const outcome = await db.$transaction(write, { maxWait: 30_000, timeout: 60_000 });
  if (outcome === 'accepted, more wait') await acceptStaged(db, item.runId, item.leafId);
  return outcome !== 'lost';
}

import type { Db } from '@/prisma/client';
import type { BackgroundJob } from '../../jobs/contract';
import { selectRunningViews } from './repository-views';

const MAX_SHOWN = 50;

/** Runs that are not over, for the background jobs list, newest first. */
export async function listRunningRuns(db: Db, taxonomyId: string): Promise<BackgroundJob[]> {
  const runs = await selectRunningViews(db, taxonomyId, MAX_SHOWN);
  return runs.map((run) => ({
    id: run.id,
    kind: 'run',
    label: `${run.leafCount === 1 && run.leafName ? run.leafName : `${run.leafCount} leaves`} with ${run.teacherName}`,
    done: run.itemsDone + run.itemsFailed,
    total: run.itemsTotal,
    unit: 'items',
    href: `/runs/${run.id}`,
    cancelPath: run.state === 'cancelling' ? null : `/api/v1/runs/${run.id}/cancel`,
    isPractice: run.isPractice,
    startedById: run.startedById,
  }));
}

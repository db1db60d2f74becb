import type { Db } from '@/prisma/client';
import type { Actor } from '../accounts/contract';
import { mayActAs } from '../accounts/vocabulary';
import type { Going } from '../jobs/contract';
import { getTheTaxonomy } from '../tree/nodes';
import { selectGoingViews } from './repository-views';

const MOST_SHOWN = 50;

/** The runs that are not over, as the tray shows them. */
export async function goingRuns(db: Db, actor: Actor): Promise<Going[]> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const runs = await selectGoingViews(db, taxonomyId, MOST_SHOWN);
  return runs.map((run) => ({
    id: run.id,
    kind: 'run',
    label: `${run.leafCount === 1 ? (run.leafName ?? 'One leaf') : `${run.leafCount} leaves`} with ${run.teacherName}`,
    done: run.itemsDone + run.itemsFailed,
    total: run.itemsTotal,
    unit: 'items',
    href: `/runs/${run.id}`,
    cancelPath: mayActAs(actor.role, 'curator') && run.state !== 'cancelling' ? `/api/v1/runs/${run.id}/cancel` : null,
    isPractice: run.isPractice,
  }));
}

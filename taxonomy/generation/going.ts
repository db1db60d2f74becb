import type { Database } from '@/prisma/client';
import type { Going } from '../jobs/contract';
import type { RunSummary } from './contract';
import { listRuns } from './get-run';
import { finalRunStates } from './vocabulary';

/** How far back a run that still goes is looked for; more than these never go at once. */
const RECENT = 50;

/** Runs that are not over, as the tray shows them. */
export async function listGoingRuns(db: Database): Promise<Going[]> {
  const { items } = await listRuns(db, { limit: RECENT });
  return items.filter((run) => !finalRunStates.some((state) => state === run.state)).map(toGoing);
}

const toGoing = (run: RunSummary): Going => ({
  id: run.id,
  kind: 'run',
  label: `${labelOfLeaves(run)} with ${run.teacherName}`,
  done: run.itemsDone + run.itemsFailed,
  total: run.itemsTotal,
  unit: 'items',
  href: `/runs/${run.id}`,
  cancelPath: run.state === 'cancelling' ? null : `/api/v1/runs/${run.id}/cancel`,
  isPractice: run.isPractice,
});

const labelOfLeaves = ({ leafCount, leafNames: [first] }: RunSummary): string =>
  leafCount === 1 && first ? first : `${leafCount} leaves`;

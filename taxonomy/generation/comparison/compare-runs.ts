import type { Db } from '@/prisma/client';
import type { Page } from '../../contract';
import { foreignCursor, pageOf } from '../../paging';
import { crumbsOf, getNode } from '../../tree/nodes';
import type { RunSummary } from '../contract';
import type {
  ComparedLeaf,
  ComparedLeavesQuery,
  ComparedRun,
  ComparisonQuery,
  RunComparison,
  Usage,
} from '../contract-comparison';
import { labelOf } from '../pipelines/step-labels';
import { getRunSummary } from '../runs/get-run';
import { selectOwnPrompts } from '../runs/repository-origin';
import { evennessOf } from './evenness';
import { countEdited, countLeaves, countRows, selectComparedLeaves, selectSteps, sumUsage } from './repository';

/**
 * Runs side by side, from counters: rows, coverage, funnel, cost and decisions. Runs that are still going are compared as
 * they are now. What needs the texts is measured apart (measure-run.ts).
 *
 * @throws DomainError `not_found` when a run or the node does not exist.
 */
export async function compareRuns(db: Db, { runs: runIds, node }: ComparisonQuery): Promise<RunComparison> {
  const place = node === undefined ? null : await placeOf(db, node);
  const path = place?.path ?? null;
  const summaries = await Promise.all(runIds.map((id) => getRunSummary(db, id)));
  const [counts, leaves, edited, steps, usages, own] = await Promise.all([
    countRows(db, { runIds, path }),
    countLeaves(db, { runIds, path }),
    countEdited(db, { runIds, path }),
    selectSteps(db, { runIds, path }),
    Promise.all(summaries.map((run) => usageOf(db, run, path))),
    selectOwnPrompts(db, runIds),
  ]);
  const compared = summaries.map((run, i): ComparedRun => {
    const count = counts.find(({ runId }) => runId === run.id);
    return {
      run,
      rows: count?.rows ?? 0,
      leavesWithRows: count?.leaves ?? 0,
      evenness: count ? evennessOf(count.rows, count.sumOfNLogN, leaves) : null,
      statuses: { pending: count?.pending ?? 0, approved: count?.approved ?? 0, rejected: count?.rejected ?? 0 },
      edited: edited.get(run.id) ?? 0,
      steps: steps
        .filter(({ runId }) => runId === run.id)
        .map(({ pipeline, step, ordinal, entered, made, kept, dropped }) => ({
          pipeline,
          step,
          label: labelOf(pipeline, step),
          ordinal,
          entered,
          made,
          kept,
          dropped,
        })),
      usage: usages[i] ?? usageOfRun(run),
      ownPrompts: own
        .filter(({ runId }) => runId === run.id)
        .map(({ prompt, number, leaves: leavesWithOwn }) => ({ prompt, number, leaves: leavesWithOwn })),
    };
  });
  return { place: place && { id: place.id, path: place.names }, leaves, runs: compared };
}

/** The leaves that the runs cover, in the order of the tree, with the rows of each run. */
export async function listComparedLeaves(
  db: Db,
  { runs: runIds, node, cursor, limit }: ComparedLeavesQuery,
): Promise<Page<ComparedLeaf>> {
  if (cursor !== undefined && !/^([a-z0-9]{12}\/)+$/.test(cursor)) throw foreignCursor();
  const path = node === undefined ? null : (await getNode(db, node)).path;
  const rows = await selectComparedLeaves(db, { runIds, path, after: cursor ?? null, limit: limit + 1 });
  const page = pageOf(rows, limit, (row) => row.path);
  return { ...page, items: page.items.map(({ leaf }) => leaf) };
}

async function placeOf(db: Db, nodeId: string): Promise<{ id: string; path: string; names: string }> {
  const { id, path } = await getNode(db, nodeId);
  return { id, path, names: (await crumbsOf(db, id)).map(({ name }) => name).join(' / ') };
}

async function usageOf(db: Db, run: RunSummary, path: string | null): Promise<Usage> {
  if (path === null) return usageOfRun(run);
  const usage = await sumUsage(db, run.id, path);
  return run.cost === null ? { ...usage, cost: null } : usage;
}

const usageOfRun = ({ calls, promptTokens, completionTokens, cost }: RunSummary): Usage => ({
  calls,
  promptTokens,
  completionTokens,
  cost,
});

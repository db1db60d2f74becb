import type { Db } from '@/prisma/client';
import type { Page } from '../../contract';
import { foreignCursor, pageOf } from '../../paging';
import type { LeafYield, LeafYieldsQuery } from '../contract-yields';
import { selectLeafYields, type YieldPlace } from './repository-yields';

/** What each step of a pipeline kept of the rows of each leaf of a run, in the order of the tree or the worst first. */
export async function listLeafYields(
  db: Db,
  runId: string,
  { pipeline, order, cursor, limit }: LeafYieldsQuery,
): Promise<Page<LeafYield>> {
  const rows = await selectLeafYields(db, { runId, pipeline, order, after: readPlace(cursor), limit: limit + 1 });
  const page = pageOf(rows, limit, ({ survivalText, leaf }) => `${survivalText}_${leaf.leafId}`);
  return { ...page, items: page.items.map(({ leaf }) => leaf) };
}

function readPlace(cursor: string | undefined): YieldPlace | null {
  if (cursor === undefined) return null;
  const [, survival, leafId] = /^(\d{1,3}\.\d{9}|0)_([a-z0-9]{12})$/.exec(cursor) ?? [];
  if (survival === undefined || leafId === undefined) throw foreignCursor();
  return { survival, leafId };
}

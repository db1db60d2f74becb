import type { Db } from '@/prisma/client';
import type { Page, PageQuery } from '../../contract';
import { foreignCursor, pageOf } from '../../paging';
import type { RunLeaf } from '../contract';
import { selectRunLeafViews, type RunLeafPlace } from './repository-views';

/** The leaves of a run in the order of the tree, once per pipeline. */
export async function listRunLeaves(db: Db, runId: string, { cursor, limit }: PageQuery): Promise<Page<RunLeaf>> {
  const rows = await selectRunLeafViews(db, runId, { after: readPlace(cursor), limit: limit + 1 });
  const page = pageOf(rows, limit, ({ path, leaf }) => `${path}${leaf.pipeline}`);
  return { ...page, items: page.items.map(({ leaf }) => leaf) };
}

/** A path ends with a slash, and the pipeline follows after the last one. */
function readPlace(cursor: string | undefined): RunLeafPlace | null {
  if (cursor === undefined) return null;
  const [, path, pipeline] = /^([\w/-]{1,4000}\/)([\w-]{1,100})$/.exec(cursor) ?? [];
  if (path === undefined || pipeline === undefined) throw foreignCursor();
  return { path, pipeline };
}

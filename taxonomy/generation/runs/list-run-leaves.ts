import type { Db } from '@/prisma/client';
import type { Page, PageQuery } from '../../contract';
import { foreignCursor, pageOf } from '../../paging';
import { patternsOf, wordsOf } from '../../tree/search-words';
import type { RunLeaf } from '../contract';
import { selectRunLeafViews, type RunLeafPlace } from './repository-views';

/** The leaves of a run in the order of the tree, once per pipeline. With `search`, those with all its words in their path. */
export async function listRunLeaves(
  db: Db,
  runId: string,
  { cursor, limit, search = '' }: PageQuery & { search?: string },
): Promise<Page<RunLeaf>> {
  const patterns = patternsOf(wordsOf(search));
  const rows = await selectRunLeafViews(db, runId, { after: readPlace(cursor), patterns, limit: limit + 1 });
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

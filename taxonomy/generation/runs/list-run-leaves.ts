import type { Db } from '@/prisma/client';
import type { Page, PageQuery } from '../../contract';
import { DomainError } from '../../errors';
import type { RunLeaf } from '../contract';
import { selectRunLeafViews } from './repository-views';

/** The leaves of a run in the order of the tree. The cursor is the place of the last one that was shown. */
export async function listRunLeaves(db: Db, runId: string, { cursor, limit }: PageQuery): Promise<Page<RunLeaf>> {
  if (cursor !== undefined && !/^[\w/-]{1,4000}$/.test(cursor)) {
    throw new DomainError('invalid', `“${cursor}” is not a place in this list. Start again from its beginning.`);
  }
  const rows = await selectRunLeafViews(db, runId, { after: cursor ?? null, limit: limit + 1 });
  const items = rows.slice(0, limit).map(({ leaf }) => leaf);
  return { items, nextCursor: rows.length > limit ? (rows[limit - 1]?.path ?? null) : null };
}

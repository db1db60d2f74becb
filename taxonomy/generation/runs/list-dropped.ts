import type { Db } from '@/prisma/client';
import type { Page } from '../../contract';
import type { DroppedQuery, DroppedRow } from '../contract-dropped';
import { selectDropped } from './repository-views';
import { labelOf } from '../pipelines/step-labels';
import { isReason } from '../vocabulary-rows';
import { pageOf, readSequence } from '../../paging';

/** Rows that a run dropped, newest first, each with the raw answer that caused it. */
export async function listDropped(db: Db, runId: string, query: DroppedQuery): Promise<Page<DroppedRow>> {
  const { cursor, limit, step = null, reason = null, leafId = null } = query;
  const before = readSequence(cursor);
  const rows = await selectDropped(db, { runId, before, step, reason, leafId, limit: limit + 1 });
  const { items, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const known = items.flatMap(({ pipeline, reason: why, scores, ...row }) =>
    isReason(why) ? [{ ...row, scores: scores ?? [], reason: why, stepLabel: labelOf(pipeline, row.step) }] : [],
  );
  return { items: known, nextCursor };
}

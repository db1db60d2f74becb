import type { Db } from '@/prisma/client';
import type { Page } from '../../contract';
import { DomainError } from '../../errors';
import type { DroppedQuery, DroppedRow } from '../contract';
import { selectDropped } from './repository-views';
import { labelOf } from '../pipelines/step-labels';
import { isReason } from '../vocabulary';

/** Rows that left a run's pipelines, newest first, each with the raw answer that decided. */
export async function listDropped(db: Db, runId: string, query: DroppedQuery): Promise<Page<DroppedRow>> {
  const { cursor, limit, step = null, reason = null, leafId = null } = query;
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) {
    throw new DomainError('invalid', `“${cursor}” is not a place in this list. Start again from its beginning.`);
  }
  const before = cursor === undefined ? null : BigInt(cursor);
  const rows = await selectDropped(db, { runId, before, step, reason, leafId, limit: limit + 1 });
  const items = rows
    .slice(0, limit)
    .flatMap(({ pipeline, reason: why, ...row }) =>
      isReason(why) ? [{ ...row, reason: why, stepLabel: labelOf(pipeline, row.step) }] : [],
    );
  return { items, nextCursor: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null };
}

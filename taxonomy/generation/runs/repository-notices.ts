import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { EventType } from '../contract-webhooks';

/** @returns When it was noted. */
export async function insertNotice(tx: Db, notice: { id: string; runId: string; type: EventType }): Promise<Date> {
  const { at } = await tx.runNotice.create({ data: notice, select: { at: true } });
  return at;
}

const MOST_AT_ONCE = 100;

/** Runs that have stalled, as the run list shows it (repository-views.ts), and whose last notice does not say so. */
export async function selectStalled(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT r.id FROM "Run" r
     WHERE r.state IN ('queued', 'running', 'cancelling') AND seedleaf_is_stalled(r.id, r."createdAt")
       AND (SELECT n.type FROM "RunNotice" n WHERE n."runId" = r.id ORDER BY n.at DESC, n.id DESC LIMIT 1)
           IS DISTINCT FROM 'run.stalled'
     LIMIT ${MOST_AT_ONCE}`;
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

/** Locks a run. @returns Whether it is still going and its last notice does not say that it has stalled. */
export async function lockUnnoticedStall(tx: Db, runId: string): Promise<boolean> {
  const locked = await tx.$queryRaw`
    SELECT 1 AS one FROM "Run" WHERE id = ${runId}::uuid AND state IN ('queued', 'running', 'cancelling') FOR UPDATE`;
  if (z.array(z.unknown()).parse(locked).length === 0) return false;
  const last = await tx.runNotice.findFirst({ where: { runId }, orderBy: [{ at: 'desc' }, { id: 'desc' }] });
  return last?.type !== 'run.stalled';
}

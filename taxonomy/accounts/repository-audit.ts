import { z } from 'zod';
import type { Db } from '@/prisma/client';

const AuditRow = z.object({
  id: z.bigint(),
  at: z.date(),
  actorId: z.string().nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  detail: z.unknown(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;

/** Any number will do, as long as nothing else in this database locks it. */
const AUDIT_LOCK = 5_337_001;

/**
 * Waits until no other transaction is writing to the log; gives its end and the database's clock. The row will point to
 * its actor, so the actor is held first: after the log is locked, a wait for somebody who changes their own e-mail, and
 * who writes that down too, would never end.
 */
export async function lockAudit(tx: Db, actorId: string | null): Promise<{ at: Date; lastHash: string | null }> {
  await tx.$executeRaw`SELECT 1 FROM "User" WHERE id = ${actorId} FOR KEY SHARE`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${AUDIT_LOCK})`;
  const rows = await tx.$queryRaw`
    SELECT date_trunc('milliseconds', clock_timestamp()) AS at,
           (SELECT hash FROM "AuditEvent" ORDER BY id DESC LIMIT 1) AS "lastHash"`;
  const [end] = z.array(z.object({ at: z.date(), lastHash: z.string().nullable() })).parse(rows);
  if (!end) throw new Error('The database gave no clock.');
  return end;
}

export async function addAuditRow(tx: Db, row: Omit<AuditRow, 'id' | 'detail'> & { detail: object }): Promise<void> {
  await tx.auditEvent.create({ data: row, select: { id: true } });
}

export async function listAuditRows(db: Db, after: bigint, limit: number): Promise<AuditRow[]> {
  const rows = await db.auditEvent.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: limit });
  return z.array(AuditRow).parse(rows);
}

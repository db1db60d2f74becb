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

/** Any number that no other lock in this database uses. */
const AUDIT_LOCK = 5_337_001;

/**
 * Waits until no other transaction writes to the log; returns its last hash and the database's time. The new row refers
 * to its actor, so the actor is locked first: locking it after the log could deadlock with a person who changes their
 * own e-mail, which is also logged.
 */
export async function lockAudit(tx: Db, actorId: string | null): Promise<{ at: Date; lastHash: string | null }> {
  await tx.$executeRaw`SELECT 1 FROM "User" WHERE id = ${actorId} FOR KEY SHARE`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${AUDIT_LOCK})`;
  const rows = await tx.$queryRaw`
    SELECT date_trunc('milliseconds', clock_timestamp()) AS at,
           (SELECT hash FROM "AuditEvent" ORDER BY id DESC LIMIT 1) AS "lastHash"`;
  const [end] = z.array(z.object({ at: z.date(), lastHash: z.string().nullable() })).parse(rows);
  if (!end) throw new Error('The database returned no time.');
  return end;
}

export async function addAuditRow(tx: Db, row: Omit<AuditRow, 'id' | 'detail'> & { detail: object }): Promise<void> {
  await tx.auditEvent.create({ data: row, select: { id: true } });
}

export async function listAuditRows(db: Db, after: bigint, limit: number): Promise<AuditRow[]> {
  const rows = await db.auditEvent.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: limit });
  return z.array(AuditRow).parse(rows);
}

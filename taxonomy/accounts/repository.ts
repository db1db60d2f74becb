import type { Db } from '@/prisma/client';
import { z } from 'zod';
import { Actor, Person, SessionSummary } from './contract';
import type { Role } from './vocabulary';

/** Placeholder for owners who signed in by link and have no e-mail yet. `.invalid` never resolves (RFC 2606). */
const NO_EMAIL = '@owner.invalid';
export const emailOrNone = (email: string): string => (email.endsWith(NO_EMAIL) ? '' : email);

const actorColumns = { id: true, name: true, role: true } as const;
const personColumns = { ...actorColumns, email: true, disabledAt: true, createdAt: true } as const;

type PersonRow = { id: string; name: string; role: Role; email: string; disabledAt: Date | null; createdAt: Date };

const toPerson = ({ disabledAt, createdAt, email, ...row }: PersonRow): Person =>
  Person.parse({
    ...row,
    email: emailOrNone(email),
    isDisabled: disabledAt !== null,
    createdAt: createdAt.toISOString(),
  });

// ── owner links ──

export async function replaceOwnerLinks(tx: Db, tokenHash: string, validHours: number): Promise<void> {
  await tx.ownerLink.deleteMany({ where: { usedAt: null } });
  await tx.$executeRaw`
    INSERT INTO "OwnerLink" ("tokenHash", "expiresAt") VALUES (${tokenHash}, now() + make_interval(hours => ${validHours}))`;
}

const FIRST_OWNER_LOCK = 5_337_002;

/** Two links claimed at the same time must not create two first owners. */
export async function lockFirstOwner(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_OWNER_LOCK})`;
}

/** True for only one caller: the row is locked until that transaction ends, and used up afterwards. */
export async function useOwnerLink(tx: Db, tokenHash: string, sessionId: string): Promise<boolean> {
  const used = await tx.$executeRaw`
    UPDATE "OwnerLink" SET "usedAt" = now(), "sessionId" = ${sessionId}
     WHERE "tokenHash" = ${tokenHash} AND "usedAt" IS NULL AND "expiresAt" > now()`;
  return used === 1;
}

/** True for the hour after a link was claimed with this session. */
export async function isOwnerLinkSession(db: Db, sessionId: string): Promise<boolean> {
  const rows = await db.$queryRaw`
    SELECT 1 FROM "OwnerLink" WHERE "sessionId" = ${sessionId} AND "usedAt" > now() - interval '1 hour'`;
  return z.array(z.unknown()).parse(rows).length > 0;
}

/** The earliest owner who can sign in. */
export async function findFirstOwner(db: Db): Promise<Actor | null> {
  const where = { role: 'owner', disabledAt: null } as const;
  const orderBy = [{ createdAt: 'asc' }, { id: 'asc' }] as const;
  const row = await db.user.findFirst({ where, orderBy: [...orderBy], select: actorColumns });
  return row && Actor.parse(row);
}

export async function addFirstOwner(tx: Db, id: string): Promise<Actor> {
  const data = { id, name: 'Owner', email: `${id}${NO_EMAIL}`, role: 'owner' } as const;
  return Actor.parse(await tx.user.create({ data, select: actorColumns }));
}

export async function addSession(
  tx: Db,
  session: {
    id: string;
    token: string;
    userId: string;
    expiresAt: Date;
    userAgent: string | null;
    ipAddress: string | null;
  },
): Promise<void> {
  await tx.session.create({ data: session, select: { id: true } });
}

// ── people ──

export async function listPersonRows(db: Db, after: string | null, limit: number): Promise<Person[]> {
  const where = { isSystem: false, ...(after !== null && { id: { gt: after } }) };
  const rows = await db.user.findMany({ where, orderBy: { id: 'asc' }, take: limit, select: personColumns });
  return rows.map(toPerson);
}

export async function findPerson(db: Db, id: string): Promise<Person | null> {
  const row = await db.user.findUnique({ where: { id, isSystem: false }, select: personColumns });
  return row && toPerson(row);
}

export async function findPersonByEmail(db: Db, email: string): Promise<Person | null> {
  const row = await db.user.findUnique({ where: { email, isSystem: false }, select: personColumns });
  return row && toPerson(row);
}

/** Null when the e-mail is taken; the transaction stays usable. */
export async function addPersonRow(
  tx: Db,
  person: { id: string; name: string; email: string; role: Role },
): Promise<Person | null> {
  const { count } = await tx.user.createMany({ data: [person], skipDuplicates: true });
  return count === 0 ? null : findPerson(tx, person.id);
}

export async function changePersonRow(
  tx: Db,
  id: string,
  change: { name?: string; email?: string; role?: Role; disabledAt?: Date | null },
): Promise<Person> {
  return toPerson(await tx.user.update({ where: { id }, data: change, select: personColumns }));
}

export async function isEmailOfAnother(db: Db, email: string, userId: string): Promise<boolean> {
  const row = await db.user.findUnique({ where: { email }, select: { id: true } });
  return row !== null && row.id !== userId;
}

/**
 * Locks all owners who can sign in, so that two concurrent changes cannot leave none. Inserting rows that refer to an
 * owner is not blocked, because that only needs a key lock.
 */
export async function lockOwners(tx: Db): Promise<string[]> {
  const rows = await tx.$queryRaw`
    SELECT id FROM "User" WHERE role = 'owner' AND "disabledAt" IS NULL ORDER BY id FOR NO KEY UPDATE`;
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map((row) => row.id);
}

// ── passwords and sessions ──

/** better-auth's provider name for password sign-ins. */
const byPassword = (userId: string) => ({ providerId: 'credential', accountId: userId, userId });

export async function findPasswordHash(db: Db, userId: string): Promise<string | null> {
  const row = await db.account.findFirst({ where: byPassword(userId), select: { password: true } });
  return row?.password ?? null;
}

export async function setPasswordHash(tx: Db, userId: string, id: string, password: string): Promise<void> {
  const { count } = await tx.account.updateMany({ where: byPassword(userId), data: { password } });
  if (count === 0) await tx.account.create({ data: { id, ...byPassword(userId), password }, select: { id: true } });
}

/** Ends a person's sessions, optionally except one. */
export async function endSessions(tx: Db, userId: string, exceptId?: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId, id: { not: exceptId } } });
}

/** Ends one session, optionally only if it belongs to a given person. @returns false when there is no such session. */
export async function endSession(tx: Db, id: string, userId?: string): Promise<boolean> {
  const { count } = await tx.session.deleteMany({ where: { id, userId } });
  return count === 1;
}

const LiveRow = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  role: z.string(),
  disabledAt: z.date().nullable(),
  expiresAt: z.date(),
  lastSeen: z.date(),
});
export type SessionRow = z.infer<typeof LiveRow>;

/** Sessions with their people as they are now, by the session's id. */
export async function selectSessionRows(db: Db, ids: string[]): Promise<Map<string, SessionRow>> {
  const rows = await db.$queryRaw`
    SELECT s.id, s."userId", u.name, u.role::text AS role, u."disabledAt", s."expiresAt", s."updatedAt" AS "lastSeen"
      FROM "Session" s JOIN "User" u ON u.id = s."userId" WHERE s.id = ANY(${ids})`;
  return new Map(
    z
      .array(LiveRow)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
}

/** `updatedAt` of a session is when it was last used. */
export async function touchSession(db: Db, id: string): Promise<void> {
  await db.session.updateMany({ where: { id }, data: { updatedAt: new Date() } });
}

const SessionRow = SessionSummary.omit({ isCurrent: true });

/** A person's live sessions, most recently used first, 100 at most. */
export async function listSessionRows(
  db: Db,
  userId: string,
  idleSeconds: number,
): Promise<z.infer<typeof SessionRow>[]> {
  const rows = await db.session.findMany({
    where: {
      userId,
      expiresAt: { gt: new Date() },
      updatedAt: { gt: new Date(Date.now() - idleSeconds * 1000) },
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: 100,
  });
  return rows.map(({ id, userAgent, ipAddress, createdAt, updatedAt }) =>
    SessionRow.parse({
      id,
      userAgent,
      address: ipAddress || null,
      createdAt: createdAt.toISOString(),
      lastSeenAt: updatedAt.toISOString(),
    }),
  );
}

/** better-auth deletes an expired session only when it is used again, which most never are. */
export async function dropExpiredSessions(db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM "Session" WHERE "expiresAt" < now()`;
}

import type { Database, Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { recordAudit } from './audit';
import type { SessionSummary } from './contract';
import type { OwnSession } from './me';
import { endSession, endSessions, listSessionRows, touchSession } from './repository';

/** A session that nobody has used for this long is over, whatever is left of its seven days. */
export const IDLE_SECONDS = 24 * 60 * 60;
/** Use is noted this often at most: a page sends many requests. */
const NOTED_EVERY_SECONDS = 60;

/**
 * Notes that a session is in use.
 *
 * @param lastSeen As the session was read.
 * @returns False when it was idle for too long; then it is ended.
 */
export async function useSession(db: Db, { id, lastSeen }: { id: string; lastSeen: Date }): Promise<boolean> {
  const idleSeconds = (Date.now() - lastSeen.getTime()) / 1000;
  if (idleSeconds > IDLE_SECONDS) {
    await endSession(db, id);
    return false;
  }
  if (idleSeconds > NOTED_EVERY_SECONDS) await touchSession(db, id);
  return true;
}

/** Where somebody is signed in, the last used first. */
export async function listSessions(db: Db, own: OwnSession): Promise<SessionSummary[]> {
  const rows = await listSessionRows(db, own.actor.id, IDLE_SECONDS);
  return rows.map((row) => ({ ...row, isCurrent: row.id === own.id }));
}

/**
 * Signs oneself out elsewhere.
 *
 * @param sessionId One session; all but the own one when it is left out.
 * @throws DomainError `not_found` when it is over already or somebody else's.
 */
export async function endOtherSessions(db: Database, own: OwnSession, sessionId?: string): Promise<void> {
  await db.$transaction(async (tx) => {
    if (sessionId === undefined) await endSessions(tx, own.actor.id, own.id);
    else if (!(await endSession(tx, sessionId, own.actor.id))) throw gone();
    await recordAudit(tx, {
      actorId: own.actor.id,
      action: 'session.end',
      subjectType: 'person',
      subjectId: own.actor.id,
      detail: { which: sessionId === undefined ? 'all others' : 'one' },
    });
  });
}

/** Notes a sign-out; the session itself is ended by better-auth, with its cookie. */
export async function recordSignOut(db: Database, actorId: string): Promise<void> {
  await db.$transaction((tx) =>
    recordAudit(tx, {
      actorId,
      action: 'session.end',
      subjectType: 'person',
      subjectId: actorId,
      detail: { which: 'own' },
    }),
  );
}

const gone = () => new DomainError('not_found', 'This session has ended already. Reload the list.');

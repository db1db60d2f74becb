import type { Database, Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { recordAudit } from './audit';
import type { SessionSummary } from './contract';
import type { OwnSession } from './me';
import { endSession, endSessions, listSessionRows, touchSession } from './repository';

/** A session ends when it was not used for this long, even before its seven days are over. */
export const IDLE_SECONDS = 24 * 60 * 60;
/** Use is recorded at most this often, because a page sends many requests. */
const NOTED_EVERY_SECONDS = 60;

/**
 * Records that a session is in use.
 *
 * @param lastSeen When the session was last used, as read with it.
 * @returns False when it was idle for too long; then it ends.
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

/** A person's sessions, most recently used first. */
export async function listSessions(db: Db, own: OwnSession): Promise<SessionSummary[]> {
  const rows = await listSessionRows(db, own.actor.id, IDLE_SECONDS);
  return rows.map((row) => ({ ...row, isCurrent: row.id === own.id }));
}

/**
 * Ends other sessions of the same person.
 *
 * @param sessionId The session to end; without it, all except the current one.
 * @throws DomainError `not_found` when it has already ended or belongs to another person.
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

/** Records a sign-out; better-auth ends the session and its cookie. */
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

const gone = () => new DomainError('not_found', 'This session has already ended. Reload the list.');

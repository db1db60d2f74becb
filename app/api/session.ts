import type { Database } from '@/prisma/client';
import { db } from '@/prisma/db';
import { Actor } from '@/taxonomy/accounts/contract';
import { useSession } from '@/taxonomy/accounts/sessions';
import { DomainError } from '@/taxonomy/errors';
import { auth } from './auth';

/** The session of a request by its cookie, with whose it is; null for a stranger or somebody who was shut out. */
export async function sessionOf(request: { headers: Headers }): Promise<{ id: string; actor: Actor } | null> {
  // Most strangers send no cookie at all: no need to wake the database for them.
  if (!request.headers.has('cookie')) return null;
  const found = await auth().api.getSession({ headers: request.headers });
  if (!found || found.user.disabledAt) return null;
  if (!(await useSession(db, { id: found.session.id, lastSeen: found.session.updatedAt }))) return null;
  return { id: found.session.id, actor: Actor.parse(found.user) };
}

/** The session of somebody who is signed in, for routes about oneself. */
export async function ownSession(request: { headers: Headers }): Promise<{ id: string; actor: Actor }> {
  const session = await sessionOf(request);
  if (!session) throw new DomainError('unauthenticated', 'You are not signed in. Sign in and try again.');
  return session;
}

/** Who sent a request; null for a stranger. */
export async function actorOf(_db: Database, request: { headers: Headers }): Promise<Actor | null> {
  return (await sessionOf(request))?.actor ?? null;
}

/** Passes on the cookies of an answer that better-auth made: the session's, or its end. */
export function sendCookies(answerHeaders: Headers, made: Headers): void {
  for (const cookie of made.getSetCookie()) answerHeaders.append('set-cookie', cookie);
}

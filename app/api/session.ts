import type { Database } from '@/prisma/client';
import { db } from '@/prisma/db';
import type { Actor } from '@/taxonomy/accounts/contract';
import { findSession } from '@/taxonomy/accounts/find-session';
import { DomainError } from '@/taxonomy/errors';
import { auth } from './auth';

/** The session of a request by its cookie, with its person; null when not signed in or disabled. */
export async function sessionOf(request: { headers: Headers }): Promise<{ id: string; actor: Actor } | null> {
  // Without a cookie there is no need to ask the database.
  if (!request.headers.has('cookie')) return null;
  return findSession(auth(), db, request.headers);
}

/** The session of a signed-in person, for routes about their own account. */
export async function ownSession(request: { headers: Headers }): Promise<{ id: string; actor: Actor }> {
  const session = await sessionOf(request);
  if (!session) throw new DomainError('unauthenticated', 'You are not signed in. Sign in and try again.');
  return session;
}

/** The person who sent a request; null when not signed in. */
export async function actorOf(_db: Database, request: { headers: Headers }): Promise<Actor | null> {
  return (await sessionOf(request))?.actor ?? null;
}

/** Passes on the cookies set by better-auth when a session starts or ends. */
export function sendCookies(answerHeaders: Headers, made: Headers): void {
  for (const cookie of made.getSetCookie()) answerHeaders.append('set-cookie', cookie);
}

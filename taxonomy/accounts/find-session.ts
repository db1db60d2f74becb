import { LRUCache } from 'lru-cache';
import type { Db } from '@/prisma/client';
import { makeBatch } from '../batch';
import type { Auth } from './auth';
import { Actor } from './contract';
import { selectSessionRows, type SessionRow } from './repository';
import { useSession } from './sessions';

const MAX_KEPT = 1_000;
/** Longer Cookie headers are not kept, so that nobody can fill the memory with them. */
const LONGEST_KEPT = 2_000;

/**
 * By better-auth: Cookie headers whose signature was checked, and the session that each stands for. That never changes;
 * whether the session still lives, and who its person is now, is read from the database for every request.
 */
const checked = new WeakMap<Auth, LRUCache<string, string>>();

const findRow = makeBatch<SessionRow>(selectSessionRows);

/** The session of a Cookie header, with its person; null when it ended, was idle for too long, or they are disabled. */
export async function findSession(auth: Auth, db: Db, headers: Headers): Promise<{ id: string; actor: Actor } | null> {
  const cookie = headers.get('cookie');
  if (!cookie) return null;
  const id = await sessionIdOf(auth, cookie, headers);
  const row = id === null ? null : await findRow(db, id);
  if (!row || row.disabledAt || row.expiresAt <= new Date()) return null;
  if (!(await useSession(db, { id: row.id, lastSeen: row.lastSeen }))) return null;
  return { id: row.id, actor: Actor.parse({ id: row.userId, name: row.name, role: row.role }) };
}

async function sessionIdOf(auth: Auth, cookie: string, headers: Headers): Promise<string | null> {
  const kept = checked.get(auth) ?? new LRUCache<string, string>({ max: MAX_KEPT });
  checked.set(auth, kept);
  const known = kept.get(cookie);
  if (known !== undefined) return known;
  const found = await auth.api.getSession({ headers });
  if (found && cookie.length <= LONGEST_KEPT) kept.set(cookie, found.session.id);
  return found?.session.id ?? null;
}

import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { Auth } from '@/taxonomy/accounts/auth';
import { endOtherSessions, IDLE_SECONDS, listSessions, useSession } from '@/taxonomy/accounts/sessions';
import { signIn } from '@/taxonomy/accounts/sign-in';
import { cookieOf, makePerson, makeTestAuth } from '@/tests/support/accounts-factories';
import { test } from '@/tests/support/database';

async function ownSessionOf(auth: Auth, cookie: string) {
  const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
  if (!found) throw new Error('There is no such session.');
  return { id: found.session.id, actor: { id: found.user.id }, lastSeen: found.session.updatedAt };
}

/** A person who is signed in with this many browsers. */
async function makeSessions(db: Database, count: number) {
  const auth = makeTestAuth(db);
  const { person, password } = await makePerson(db, 'reviewer');
  const sessions = [];
  for (let i = 0; i < count; i++) {
    const headers = new Headers({ 'user-agent': `Browser ${i}`, 'x-forwarded-for': `192.0.2.${i}` });
    const from = { headers, address: `192.0.2.${i}` };
    const answer = await signIn(auth, db, { email: person.email, password }, from);
    sessions.push(await ownSessionOf(auth, cookieOf(answer)));
  }
  return sessions;
}

describe('sessions', () => {
  test('are listed with device and address, and the current one is marked', async ({ db }) => {
    const [one, two] = await makeSessions(db, 2);
    if (!one || !two) throw new Error('unreachable');
    await makeSessions(db, 1);
    const listed = await listSessions(db, one);
    expect(listed).toMatchObject([
      { id: two.id, isCurrent: false, userAgent: 'Browser 1', address: '192.0.2.1' },
      { id: one.id, isCurrent: true, userAgent: 'Browser 0', address: '192.0.2.0' },
    ]);
  });

  test('end one at a time or all others at once, and never another person’s', async ({ db }) => {
    const [own, second, third] = await makeSessions(db, 3);
    const [stranger] = await makeSessions(db, 1);
    if (!own || !second || !third || !stranger) throw new Error('unreachable');
    await expect(endOtherSessions(db, own, stranger.id)).rejects.toMatchObject({ code: 'not_found' });
    await endOtherSessions(db, own, second.id);
    await expect(endOtherSessions(db, own, second.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listSessions(db, own)).map(({ id }) => id)).toEqual([third.id, own.id]);
    await endOtherSessions(db, own);
    expect((await listSessions(db, own)).map(({ id }) => id)).toEqual([own.id]);
    expect(await listSessions(db, stranger)).toHaveLength(1);
  });

  test('end after a day without use, and stay while they are used', async ({ db }) => {
    const [idle, used] = await makeSessions(db, 2);
    if (!idle || !used) throw new Error('unreachable');
    await db.$executeRaw`UPDATE "Session" SET "updatedAt" = now() - interval '1 hour' WHERE id = ${used.id}`;
    const hourAgo = new Date(Date.now() - 3_600_000);
    expect(await useSession(db, { id: used.id, lastSeen: hourAgo })).toBe(true);
    const { updatedAt } = await db.session.findUniqueOrThrow({ where: { id: used.id } });
    expect(updatedAt.getTime()).toBeGreaterThan(hourAgo.getTime() + 1_800_000);

    const longAgo = new Date(Date.now() - (IDLE_SECONDS + 1) * 1000);
    expect(await useSession(db, { id: idle.id, lastSeen: longAgo })).toBe(false);
    expect(await db.session.count({ where: { id: idle.id } })).toBe(0);
  });
});

import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { Auth } from '@/taxonomy/accounts/auth';
import { findSession } from '@/taxonomy/accounts/find-session';
import { endOtherSessions, IDLE_SECONDS, listSessions, useSession } from '@/taxonomy/accounts/sessions';
import { signIn } from '@/taxonomy/accounts/sign-in';
import { cookieOf, makePerson, makeSignedIn, makeTestAuth } from '@/tests/support/accounts-factories';
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

describe('the session of a request', () => {
  async function signedIn(db: Database) {
    const auth = makeTestAuth(db);
    const { person, cookie } = await makeSignedIn(db, auth, 'curator');
    const find = (value = cookie) => findSession(auth, db, new Headers({ cookie: value }));
    return { auth, person, cookie, find };
  }

  test('is found by its cookie, and by no other signature', async ({ db }) => {
    const { person, cookie, find } = await signedIn(db);
    const found = await find();
    expect(found?.actor).toEqual({ id: person.id, name: person.name, role: 'curator' });
    expect(await find()).toEqual(found);
    expect(await find(`theme=dark; ${cookie}`)).toEqual(found);
    expect(await find(`${cookie.slice(0, -6)}AAAA%3D`)).toBeNull();
    expect(await find('theme=dark')).toBeNull();
  });

  test('has the person’s present role and name, from the next request on', async ({ db }) => {
    const { person, find } = await signedIn(db);
    await find();
    await db.user.update({ where: { id: person.id }, data: { role: 'viewer', name: 'Another name' } });
    expect((await find())?.actor).toEqual({ id: person.id, name: 'Another name', role: 'viewer' });
  });

  test('is over at once when it ends, expires, was idle for a day or its person is disabled', async ({ db }) => {
    const [ended, expired, idle, disabled] = [
      await signedIn(db),
      await signedIn(db),
      await signedIn(db),
      await signedIn(db),
    ];
    for (const each of [ended, expired, idle, disabled]) expect(await each.find()).not.toBeNull();
    await db.session.deleteMany({ where: { userId: ended.person.id } });
    await db.$executeRaw`UPDATE "Session" SET "expiresAt" = now() WHERE "userId" = ${expired.person.id}`;
    await db.$executeRaw`
      UPDATE "Session" SET "updatedAt" = now() - interval '25 hours' WHERE "userId" = ${idle.person.id}`;
    await db.$executeRaw`UPDATE "User" SET "disabledAt" = now() WHERE id = ${disabled.person.id}`;
    for (const each of [ended, expired, idle, disabled]) expect(await each.find()).toBeNull();
  });

  test('of each of many people who send requests at the same time is their own', async ({ db }) => {
    const auth = makeTestAuth(db);
    const people: Awaited<ReturnType<typeof makeSignedIn>>[] = [];
    for (let i = 0; i < 5; i++) people.push(await makeSignedIn(db, auth, 'reviewer'));
    const asked = Array.from({ length: 20 }, (_, i) => people[i % 5]);
    const found = await Promise.all(
      asked.map((each) => findSession(auth, db, new Headers({ cookie: each?.cookie ?? '' }))),
    );
    expect(found.map((each) => each?.actor.id)).toEqual(asked.map((each) => each?.person.id));
  });
});

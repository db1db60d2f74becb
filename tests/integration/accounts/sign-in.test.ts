import { hash, verify } from '@node-rs/argon2';
import { describe, expect, vi } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { Auth } from '@/taxonomy/accounts/auth';
import { changePerson, resetPassword } from '@/taxonomy/accounts/change-person';
import { signIn } from '@/taxonomy/accounts/sign-in';
import { cookieOf, makePerson, makeSignedIn, makeTestAuth } from '@/tests/support/accounts-factories';
import { test } from '@/tests/support/database';

const tryWith = (db: Database, auth: Auth, email: string, password: string, address?: string) =>
  signIn(auth, db, { email, password }, { headers: new Headers(), address });

const sessionOf = (auth: Auth, cookie: string) => auth.api.getSession({ headers: new Headers({ cookie }) });

// Calls the real functions, and counts.
vi.mock('@node-rs/argon2', { spy: true });

async function hashesIn(work: Promise<unknown>): Promise<number> {
  const [hashes, comparisons] = [vi.mocked(hash).mockClear(), vi.mocked(verify).mockClear()];
  await work.catch(() => undefined);
  return hashes.mock.calls.length + comparisons.mock.calls.length;
}

describe('signing in', () => {
  test('starts a new session with a new signed cookie each time', async ({ db }) => {
    const auth = makeTestAuth(db);
    const { person, password, cookie } = await makeSignedIn(db, auth, 'reviewer');
    const second = cookieOf(await tryWith(db, auth, person.email, password));
    expect(second).not.toBe(cookie);
    expect((await sessionOf(auth, cookie))?.user).toMatchObject({ id: person.id, role: 'reviewer' });
    expect(await sessionOf(auth, `${cookie.slice(0, -6)}AAAA%3D`)).toBeNull();
  });

  test('does not reveal whether the e-mail or the password was wrong', async ({ db }) => {
    const auth = makeTestAuth(db);
    const { person } = await makePerson(db, 'viewer');
    const known = await tryWith(db, auth, person.email, 'a wrong password').catch((error: unknown) => error);
    const unknown = await tryWith(db, auth, 'nobody@example.org', 'a wrong password').catch((error: unknown) => error);
    expect(known).toMatchObject({ code: 'unauthenticated' });
    expect(unknown).toMatchObject({ code: 'unauthenticated', message: (known as Error).message });
  });

  // A response that skips the slow hash would reveal by its speed that nobody has this e-mail.
  test('hashes a password once for an unknown e-mail too', async ({ db }) => {
    const auth = makeTestAuth(db);
    const { person } = await makePerson(db, 'viewer');
    await expect(hashesIn(tryWith(db, auth, person.email, 'a wrong password'))).resolves.toBe(1);
    await expect(hashesIn(tryWith(db, auth, 'nobody@example.org', 'a wrong password'))).resolves.toBe(1);
  });

  test('works with the right password after any number of wrong ones, from the same address or others', async ({
    db,
  }) => {
    const auth = makeTestAuth(db);
    const { person, password } = await makePerson(db, 'viewer');
    for (let i = 0; i < 7; i++) {
      const wrong = tryWith(db, auth, person.email, 'a wrong password', '192.0.2.9');
      await expect(wrong).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    // Another process knows it too, for example after a restart: the count is in the database.
    expect(await db.rateLimit.findMany({ where: { count: 7 } })).toHaveLength(2);
    await expect(tryWith(db, makeTestAuth(db), person.email, password, '192.0.2.9')).resolves.toBeDefined();
    // The wrong tries of this account are forgotten, those of the address are not.
    expect(await db.rateLimit.findMany({ where: { count: 7 } })).toHaveLength(1);
    await expect(tryWith(db, auth, person.email, password, '192.0.2.10')).resolves.toBeDefined();
  });

  test('checks tries from one address one after the other, and refuses more than five at once', async ({ db }) => {
    const auth = makeTestAuth(db);
    const tries = await Promise.allSettled(
      Array.from({ length: 15 }, (_, i) => tryWith(db, auth, `guess${i}@example.org`, 'guess', '192.0.2.7')),
    );
    const codes = tries.map((each) => (each.status === 'rejected' ? each.reason.code : 'in'));
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(10);
  });

  test('is recorded, and so is each failure', async ({ db }) => {
    const auth = makeTestAuth(db);
    const { person, password } = await makePerson(db, 'viewer');
    await tryWith(db, auth, person.email, 'wrong', '192.0.2.11').catch(() => undefined);
    await tryWith(db, auth, person.email, password, '192.0.2.11');
    await tryWith(db, auth, 'stranger@example.org', 'wrong', '192.0.2.11').catch(() => undefined);
    const events = await db.auditEvent.findMany({ orderBy: { id: 'desc' }, take: 3 });
    expect(events.toReversed()).toMatchObject([
      { action: 'session.refuse', actorId: null, subjectId: person.id, detail: { address: '192.0.2.11' } },
      { action: 'session.start', actorId: person.id, subjectId: person.id },
      { action: 'session.refuse', actorId: null, subjectId: 'unknown', detail: { email: 'stranger@example.org' } },
    ]);
  });

  test('never blocks someone who enters the right password each time', async ({ db }) => {
    const auth = makeTestAuth(db);
    const { person, password } = await makePerson(db, 'viewer');
    for (let i = 0; i < 12; i++) await tryWith(db, auth, person.email, password, '192.0.2.8');
  });

  test('is refused to disabled people, whose sessions end at once, and works again after they are enabled', async ({
    db,
  }) => {
    const auth = makeTestAuth(db);
    const { person, password, cookie } = await makeSignedIn(db, auth, 'curator');

    await changePerson(db, commandLine, person.id, { isDisabled: true });
    expect(await sessionOf(auth, cookie)).toBeNull();
    await expect(tryWith(db, auth, person.email, password)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(tryWith(db, auth, person.email, 'wrong')).rejects.toMatchObject({ code: 'unauthenticated' });

    await changePerson(db, commandLine, person.id, { isDisabled: false });
    expect(await sessionOf(auth, cookie)).toBeNull();
    await expect(tryWith(db, auth, person.email, password)).resolves.toBeDefined();
  });

  test('ends when an owner sets a new password', async ({ db }) => {
    const auth = makeTestAuth(db);
    const { person, password, cookie } = await makeSignedIn(db, auth, 'viewer');
    const { password: fresh } = await resetPassword(db, commandLine, person.id);
    expect(await sessionOf(auth, cookie)).toBeNull();
    await expect(tryWith(db, auth, person.email, password)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(tryWith(db, auth, person.email, fresh)).resolves.toBeDefined();
  });

  test('ends after seven days, used or not', async ({ db }) => {
    const auth = makeTestAuth(db);
    const { person, cookie } = await makeSignedIn(db, auth, 'viewer');
    await db.$executeRaw`UPDATE "Session" SET "expiresAt" = now() + interval '1 minute' WHERE "userId" = ${person.id}`;
    expect(await sessionOf(auth, cookie)).not.toBeNull();
    const [{ left } = { left: 0 }] = await db.$queryRaw<{ left: number }[]>`
      SELECT extract(epoch FROM "expiresAt" - now())::int AS left FROM "Session" WHERE "userId" = ${person.id}`;
    expect(left).toBeLessThanOrEqual(60);
    await db.$executeRaw`UPDATE "Session" SET "expiresAt" = now() - interval '1 second' WHERE "userId" = ${person.id}`;
    expect(await sessionOf(auth, cookie)).toBeNull();
  });
});

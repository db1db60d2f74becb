import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { addPerson } from '@/taxonomy/accounts/add-person';
import type { Auth } from '@/taxonomy/accounts/auth';
import { AddPersonRequest } from '@/taxonomy/accounts/contract';
import { changePerson, resetPassword } from '@/taxonomy/accounts/change-person';
import { listPeople } from '@/taxonomy/accounts/list-people';
import { changeMe, getMe } from '@/taxonomy/accounts/me';
import { claimOwnership, makeOwnerLink } from '@/taxonomy/accounts/owner-link';
import { signIn } from '@/taxonomy/accounts/sign-in';
import { makePerson, makeSignedIn, makeTestAuth } from '@/tests/support/accounts-factories';
import { test } from '@/tests/support/database';
import { makeActor } from '@/tests/support/factories';

const owner = commandLine;

async function ownSession(auth: Auth, cookie: string) {
  const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
  return { id: found!.session.id, actor: { id: found!.user.id } };
}

async function ownerByLink(db: Database) {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const { owner: person, session } = await claimOwnership(db, await makeOwnerLink(db), {
    expiresAt,
    userAgent: null,
    ipAddress: null,
  });
  return { person, session: { id: session.id, actor: person } };
}

describe('people', () => {
  test('are added once, whatever the case of their e-mail and however often it is tried', async ({ db }) => {
    const spellings = ['eve@example.org', 'Eve@example.org', 'EVE@EXAMPLE.ORG'];
    const requests = spellings.map((email) => AddPersonRequest.parse({ name: 'Eve', email, role: 'reviewer' }));
    const tries = await Promise.allSettled(requests.map((request) => addPerson(db, owner, request)));
    expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(tries.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
    expect(await db.user.count({ where: { email: 'eve@example.org' } })).toBe(1);
    expect(await db.account.count({ where: { user: { email: 'eve@example.org' } } })).toBe(1);
  });

  test('are listed in pages without leaving anyone out', async ({ db }) => {
    for (let i = 0; i < 5; i++) await makePerson(db, 'viewer');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPeople(db, { cursor, limit: 2 });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(await db.user.count({ where: { isSystem: false } }));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).not.toContain(commandLine.id);
  });

  test('do not include the command line: it has no role, no password and no session', async ({ db }) => {
    const { email } = await db.user.findUniqueOrThrow({ where: { id: commandLine.id } });
    await expect(resetPassword(db, owner, commandLine.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(changePerson(db, owner, commandLine.id, { role: 'owner' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(addPerson(db, owner, { name: 'Eve', email, role: 'viewer' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const account = db.$executeRaw`
      INSERT INTO "Account" (id, "accountId", "providerId", "userId", "updatedAt") VALUES ('a', 'a', 'credential', ${commandLine.id}, now())`;
    await expect(account).rejects.toThrow(/not a person/);
    const session = db.$executeRaw`
      INSERT INTO "Session" (id, token, "userId", "expiresAt", "updatedAt") VALUES ('s', 's', ${commandLine.id}, now() + interval '1 day', now())`;
    await expect(session).rejects.toThrow(/not a person/);
    await expect(db.user.update({ where: { id: commandLine.id }, data: { role: 'owner' } })).rejects.toThrow();
  });

  test('stay in the database with what they did', async ({ db }) => {
    const ada = await makeActor(db);
    await addPerson(db, ada, { name: 'Bo', email: 'bo@example.org', role: 'viewer' });
    await expect(db.user.delete({ where: { id: ada.id } })).rejects.toThrow(/[Ff]oreign key/);
  });

  test('can act while their own e-mail or role changes, without a deadlock', async ({ db }) => {
    const ada = await makeActor(db);
    const act = (n: number) => addPerson(db, ada, { name: 'Eve', email: `eve-${n}@example.org`, role: 'viewer' });
    const rename = (n: number) => changeMe(db, { id: 'none', actor: ada }, { email: `ada-${n}@example.org` });
    const promote = () => changePerson(db, owner, ada.id, { role: 'owner' });
    const all = Array.from({ length: 12 }, (_, n) => [act(n), rename(n), promote()]).flat();
    expect((await Promise.allSettled(all)).filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  test('always include an owner, even when two owners demote each other at once', async ({ db }) => {
    await db.user.updateMany({ where: { role: 'owner' }, data: { role: 'viewer' } });
    const [ada, bob] = [await makePerson(db, 'owner'), await makePerson(db, 'owner')];

    const both = await Promise.allSettled([
      changePerson(db, owner, ada.person.id, { role: 'viewer' }),
      changePerson(db, owner, bob.person.id, { isDisabled: true }),
    ]);

    expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
    expect(await db.user.count({ where: { role: 'owner', disabledAt: null } })).toBe(1);
  });

  test('cannot be changed when they do not exist', async ({ db }) => {
    const nobody = '00000000-0000-7000-8000-000000000000';
    await expect(changePerson(db, owner, nobody, { role: 'viewer' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('my account', () => {
  test('has no e-mail or password for an owner who signed in by link, and gets both without an old one', async ({
    db,
  }) => {
    await db.user.updateMany({ data: { role: 'viewer' } });
    const auth = makeTestAuth(db);
    const { session } = await ownerByLink(db);
    expect(await getMe(db, session)).toMatchObject({ email: '', hasPassword: false, needsCurrentPassword: false });

    await expect(changeMe(db, session, { newPassword: 'a long password' })).rejects.toMatchObject({ code: 'invalid' });
    const request = { name: 'Olga', email: 'olga@example.org', newPassword: 'a long password' };
    expect(await changeMe(db, session, request)).toMatchObject({
      name: 'Olga',
      email: 'olga@example.org',
      hasPassword: true,
    });
    const credentials = { email: 'olga@example.org', password: 'a long password' };
    await signIn(auth, db, credentials, { headers: new Headers(), address: undefined });
  });

  test('accepts a new password by link when the old one is forgotten, for an hour', async ({ db }) => {
    await db.user.updateMany({ data: { role: 'viewer' } });
    await makePerson(db, 'owner');
    const { session } = await ownerByLink(db);
    await changeMe(db, session, { newPassword: 'another password' });
    await db.$executeRaw`UPDATE "OwnerLink" SET "usedAt" = now() - interval '2 hours'`;
    await expect(changeMe(db, session, { newPassword: 'one more password' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('changes e-mail and password only with the current password, and then ends the other sessions', async ({
    db,
  }) => {
    const auth = makeTestAuth(db);
    const { person, password, cookie } = await makeSignedIn(db, auth, 'curator');
    const credentials = { email: person.email, password };
    await signIn(auth, db, credentials, { headers: new Headers(), address: undefined });
    const session = await ownSession(auth, cookie);

    for (const request of [{ newPassword: 'a new password' }, { email: 'else@example.org' }]) {
      await expect(changeMe(db, session, request)).rejects.toMatchObject({ code: 'invalid' });
      const wrong = changeMe(db, session, { ...request, currentPassword: 'wrong' });
      await expect(wrong).rejects.toMatchObject({ code: 'invalid' });
    }
    expect(await db.session.count({ where: { userId: person.id } })).toBe(2);

    await changeMe(db, session, { currentPassword: password, newPassword: 'a new password' });
    expect(await db.session.findMany({ where: { userId: person.id }, select: { id: true } })).toEqual([
      { id: session.id },
    ]);
  });

  test('does not let a stolen session guess the password', async ({ db }) => {
    const auth = makeTestAuth(db);
    const { cookie } = await makeSignedIn(db, auth, 'curator');
    const session = await ownSession(auth, cookie);
    const guess = () => changeMe(db, session, { newPassword: 'a new password', currentPassword: 'guess' });
    const guesses = await Promise.allSettled(Array.from({ length: 12 }, guess));
    const codes = guesses.map((each) => (each.status === 'rejected' ? each.reason.code : 'changed'));
    expect(codes.filter((code) => code === 'invalid')).toHaveLength(5);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(7);
    // The next try waits, as do all further ones, each longer than the one before.
    expect(await db.rateLimit.findMany({ where: { count: 5 } })).toHaveLength(1);
  });

  test('cannot use another person’s e-mail', async ({ db }) => {
    const auth = makeTestAuth(db);
    const other = await makePerson(db, 'viewer');
    const { password, cookie } = await makeSignedIn(db, auth, 'curator');
    const request = { email: other.person.email, currentPassword: password };
    await expect(changeMe(db, await ownSession(auth, cookie), request)).rejects.toMatchObject({ code: 'conflict' });
  });
});

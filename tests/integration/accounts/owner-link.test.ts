import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { changePerson } from '@/taxonomy/accounts/change-person';
import { claimOwnership, makeOwnerLink } from '@/taxonomy/accounts/owner-link';
import { cookieOf, makePerson, makeTestAuth } from '@/tests/support/accounts-factories';
import { test } from '@/tests/support/database';

const inAnHour = () => ({ expiresAt: new Date(Date.now() + 3_600_000), userAgent: 'a browser', ipAddress: null });
const claim = (db: Database, token: string) => claimOwnership(db, token, inAnHour());

describe('an owner link', () => {
  test('creates only one owner, even when many browsers open it at once', async ({ db }) => {
    const token = await makeOwnerLink(db);

    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => claim(db, token)));

    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of tries) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'not_found' });
    }
    expect(await db.user.count({ where: { role: 'owner' } })).toBe(1);
    expect(await db.session.count()).toBe(1);
  });

  test('signs in the existing owner', async ({ db }) => {
    const { owner } = await claim(db, await makeOwnerLink(db));
    const again = await claim(db, await makeOwnerLink(db));
    expect(again.owner).toEqual(owner);
    expect(await db.user.count({ where: { role: 'owner' } })).toBe(1);
  });

  test('never signs in a disabled owner, but another one', async ({ db }) => {
    const { owner } = await claim(db, await makeOwnerLink(db));
    const second = await makePerson(db, 'owner');
    await changePerson(db, commandLine, owner.id, { isDisabled: true });
    const again = await claim(db, await makeOwnerLink(db));
    expect(again.owner.id).toBe(second.person.id);
  });

  test('is invalid after it was used, after a newer one was created, after a day, and when it is made up', async ({
    db,
  }) => {
    const used = await makeOwnerLink(db);
    await claim(db, used);
    const replaced = await makeOwnerLink(db);
    const old = await makeOwnerLink(db);
    await db.$executeRaw`UPDATE "OwnerLink" SET "expiresAt" = now() - interval '1 second' WHERE "usedAt" IS NULL`;

    for (const token of [used, replaced, old, 'made-up', '']) {
      await expect(claim(db, token)).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining('start --print-link'),
      });
    }
  });

  test('stores no token in the database', async ({ db }) => {
    const token = await makeOwnerLink(db);
    const [{ all } = { all: '' }] = await db.$queryRaw<{ all: string }[]>`
      SELECT (SELECT json_agg(l)::text FROM "OwnerLink" l) || (SELECT json_agg(e)::text FROM "AuditEvent" e) AS all`;
    expect(all).not.toContain(token);
  });

  test('is not used up when its session cannot be stored', async ({ db }) => {
    const token = await makeOwnerLink(db);
    await expect(
      claimOwnership(db, token, { expiresAt: new Date(NaN), userAgent: null, ipAddress: null }),
    ).rejects.toThrow();
    await expect(claim(db, token)).resolves.toBeDefined();
  });

  test('starts a session with a cookie that better-auth accepts', async ({ db }) => {
    const auth = makeTestAuth(db);
    const body = { token: await makeOwnerLink(db) };
    const { headers } = await auth.api.claimOwnerLink({ body, headers: new Headers(), returnHeaders: true });

    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/HttpOnly; SameSite=Lax$/)]);
    const session = await auth.api.getSession({ headers: new Headers({ cookie: cookieOf(headers) }) });
    expect(session?.user).toMatchObject({ role: 'owner' });
  });

  test('sets a Secure cookie when the address is https', async ({ db }) => {
    const auth = makeTestAuth(db, 'https://seedleaf.example.org');
    const body = { token: await makeOwnerLink(db) };
    const { headers } = await auth.api.claimOwnerLink({ body, headers: new Headers(), returnHeaders: true });
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^__Secure-seedleaf.*Secure/)]);
  });
});

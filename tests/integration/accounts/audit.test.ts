import { describe, expect } from 'vitest';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { recordAudit, verifyAudit } from '@/taxonomy/accounts/audit';
import { test } from '@/tests/support/database';

const event = (n: number, detail?: object) => ({
  actorId: commandLine.id,
  action: 'test.note',
  subjectType: 'thing',
  subjectId: String(n),
  detail,
});

describe('the audit log', () => {
  test('is one valid chain, even when many write at the same time', async ({ db }) => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => db.$transaction((tx) => recordAudit(tx, event(n)))));
    expect(await verifyAudit(db)).toEqual({ events: 20, brokenAt: null });
  });

  test('reads back any detail with the same hash', async ({ db }) => {
    const { events } = await verifyAudit(db);
    const details = [
      { b: 1, a: { d: [1, 2.5, 1e21, null, true], c: 'é\u0000\uD800"\\' } },
      { gone: undefined, at: new Date(), '10': 'x', '9': 'y' },
      {},
    ];
    for (const detail of details) await db.$transaction((tx) => recordAudit(tx, event(0, detail)));
    expect(await verifyAudit(db)).toEqual({ events: events + details.length, brokenAt: null });
  });

  test('does not contain what was rolled back', async ({ db }) => {
    const { events } = await verifyAudit(db);
    const failing = db.$transaction(async (tx) => {
      await recordAudit(tx, event(99));
      throw new Error('never mind');
    });
    await expect(failing).rejects.toThrow('never mind');
    expect(await verifyAudit(db)).toEqual({ events, brokenAt: null });
  });

  test('cannot be changed, and shows where someone did so by force', async ({ db }) => {
    const { id } = await db.auditEvent.findFirstOrThrow({ where: { subjectId: '3' } });
    await expect(db.$executeRaw`UPDATE "AuditEvent" SET action = 'nothing' WHERE id = ${id}`).rejects.toThrow(/added/);
    await expect(db.$executeRaw`DELETE FROM "AuditEvent" WHERE id = ${id}`).rejects.toThrow(/added/);

    await db.$transaction([
      db.$executeRaw`ALTER TABLE "AuditEvent" DISABLE TRIGGER append_only`,
      db.$executeRaw`UPDATE "AuditEvent" SET detail = '{"other": true}' WHERE id = ${id}`,
    ]);
    expect(await verifyAudit(db)).toMatchObject({ brokenAt: String(id) });
    await db.$executeRaw`DELETE FROM "AuditEvent" WHERE id = ${id}`;
    expect((await verifyAudit(db)).brokenAt).not.toBeNull();
  });
});

import { describe, expect } from 'vitest';
import { test } from '../support/database';
import { makeSample } from '../support/factories';

describe('the database', () => {
  test('refuses to change an audit event', async ({ db }) => {
    const event = await db.auditEvent.create({
      data: { action: 'test', subjectType: 'test', subjectId: '1', hash: '' },
    });
    await expect(db.auditEvent.update({ where: { id: event.id }, data: { action: 'other' } })).rejects.toThrow();
    await expect(db.auditEvent.delete({ where: { id: event.id } })).rejects.toThrow();
  });

  test('keeps dropped rows, unless a transaction deletes them on purpose', async ({ db }) => {
    const { runId, itemId, leafId } = await makeSample(db);
    const row = { runId, itemId, leafId, pipeline: 'freeform', step: 's', reason: 'r', detail: '', row: {} };
    await db.droppedRow.create({ data: row });
    await expect(db.droppedRow.deleteMany({})).rejects.toThrow();
    expect(await db.droppedRow.count()).toBe(1);
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL seedleaf.erase = 'on'`;
      await tx.droppedRow.deleteMany({ where: { runId } });
    });
    expect(await db.droppedRow.count()).toBe(0);
  });

  test('counts the samples of a run by leaf and status, whatever changes them', async ({ db }) => {
    const { runId, leafId, id } = await makeSample(db);
    const counts = async () =>
      (await db.runSampleCount.findMany({ where: { runId, n: { gt: 0 } } })).map(({ status, n }) => [status, n]);
    expect(await counts()).toEqual([['pending', 1]]);
    await db.sample.update({ where: { id }, data: { status: 'approved', version: 1 } });
    expect(await counts()).toEqual([['approved', 1]]);
    await db.sample.update({ where: { id }, data: { question: 'Another question?' } });
    expect(await counts()).toEqual([['approved', 1]]);
    await db.sample.deleteMany({ where: { leafId } });
    expect(await counts()).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { Leases } from '@/taxonomy/jobs/leases';
import { listReports } from '@/taxonomy/jobs/workers';
import { test } from '../../support/database';
import { until } from '../../support/generation-factories';

const worker = () => ({ id: randomUUID(), host: 'test', pid: 1 });

describe('what a worker says about itself', () => {
  test('is seen by others as long as it lives, and survives the loss of its row', async ({ db }) => {
    const mine = worker();
    const leases = new Leases(db, mine, { heartbeatSeconds: 0.1 });
    await leases.start();
    expect(await listReports(db)).toEqual([{}]);
    await leases.report({ servers: ['a'] });
    expect(await listReports(db)).toEqual([{ servers: ['a'] }]);

    // As after a long pause, when the others have counted it as dead.
    await db.worker.delete({ where: { id: mine.id } });
    await until(async () => (await listReports(db)).length === 1);
    expect(await listReports(db)).toEqual([{ servers: ['a'] }]);
    await leases.stop();
    expect(await listReports(db)).toEqual([]);
  });

  test('is written only when it has changed', async ({ db }) => {
    const mine = worker();
    const leases = new Leases(db, mine);
    await leases.start();
    await leases.report({ n: 1 });
    await db.worker.update({ where: { id: mine.id }, data: { report: { n: 'untouched' } } });
    await leases.report({ n: 1 });
    expect(await listReports(db)).toEqual([{ n: 'untouched' }]);
    await leases.report({ n: 2 });
    expect(await listReports(db)).toEqual([{ n: 2 }]);
    await leases.stop();
  });
});

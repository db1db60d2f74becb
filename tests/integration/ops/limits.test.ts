import { spawn } from 'node:child_process';
import { describe, expect } from 'vitest';
import { outageOf } from '@/prisma/outage';
import { usePostgres } from '@/bin/postgres';
import { connect } from '@/prisma/client';
import { limits } from '@/prisma/pool';
import { test } from '@/tests/support/database';
import { makeHome, removeHome } from '@/tests/support/home';
import { serverProcesses } from '@/tests/support/server-processes';

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no failure',
    (error: unknown) => error,
  );

describe('limits on the database', { timeout: 120_000 }, () => {
  test('a process that is frozen in a transaction loses its locks, and others continue', async ({ databaseUrl }) => {
    const db = connect(databaseUrl, 2, limits.web);
    const holder = spawn(process.execPath, ['--import', 'tsx', 'tests/support/hold-lock.ts', databaseUrl], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await new Promise((resolve) => holder.stdout.once('data', resolve));
      holder.kill('SIGSTOP');
      // It waits for the lock on the row, and finds the row unchanged.
      await db.$executeRaw`UPDATE "Taxonomy" SET name = 'after' WHERE name = 'held'`;
      expect(await db.taxonomy.count({ where: { name: 'after' } })).toBe(1);
    } finally {
      holder.kill('SIGKILL');
      await db.$disconnect();
    }
  });

  test('waiting too long for a lock ends with a message that says what to do', async ({ db, databaseUrl }) => {
    const impatient = connect(databaseUrl, 1, { ...limits.web, lockMs: 100 });
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE "Taxonomy"`;
      expect(outageOf(await failureOf(impatient.taxonomy.count()))).toMatch(/Try again/);
    });
    expect(await impatient.taxonomy.count()).toBeGreaterThan(0);
    const slow = connect(databaseUrl, 1, { ...limits.web, statementMs: 100 });
    expect(outageOf(await failureOf(slow.$queryRaw`SELECT pg_sleep(20)::text`))).toMatch(/Try again/);
    await Promise.all([impatient.$disconnect(), slow.$disconnect()]);
  });

  test('a frozen server is detected, and everything works again when it wakes', async ({ databaseUrl }) => {
    expect(databaseUrl).not.toBe('');
    const home = makeHome();
    const postgres = await usePostgres(home, { isThrowaway: true });
    const url = Object.assign(new URL(postgres.url), { pathname: '/postgres' }).href;
    const db = connect(url, 2, { ...limits.web, connectMs: 3_000 });
    const worker = connect(url, 1, limits.worker);
    try {
      await Promise.all([worker.$queryRaw`SELECT 1`, db.$queryRaw`SELECT 1`, db.$queryRaw`SELECT 1`]);
      const processes = serverProcesses(home);
      const patient = worker.$queryRaw`SELECT pg_sleep(1)::text`;
      for (const pid of processes) process.kill(pid, 'SIGSTOP');
      const failures = await Promise.all([
        failureOf(db.$queryRaw`SELECT 1`),
        failureOf(db.$transaction((tx) => tx.$queryRaw`SELECT 1`)),
        failureOf(db.$queryRaw`SELECT 1`),
      ]);
      for (const pid of processes) process.kill(pid, 'SIGCONT');
      expect(failures.map(outageOf)).toEqual(
        Array.from({ length: 3 }, () => expect.stringMatching(/is not responding/)),
      );
      expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
      // A worker has waited all the time and loses nothing.
      expect(await patient).toHaveLength(1);
      // Long work does not count as a frozen server.
      expect(await db.$queryRaw`SELECT pg_sleep(6)::text`).toHaveLength(1);
    } finally {
      await Promise.all([db.$disconnect(), worker.$disconnect()]);
      await postgres.release();
      removeHome(home);
    }
  });
});

import { expect, onTestFinished } from 'vitest';
import type { Database } from '@/prisma/client';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  contentOfRun,
  kill,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  spawnWorker,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';
import { holding } from '../../support/holding';

async function waiting(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.n ?? 0;
}

/** Transactions of others that may hold a lock. */
async function openTransactions(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IN ('active', 'idle in transaction')`;
  return row?.n ?? 0;
}

test(
  'a worker that freezes while it stores results holds up nobody for long',
  { timeout: 300_000 },
  async ({ db, databaseUrl }) => {
    for (let leaves = 0; leaves < 4; leaves += 1) await makeFreeformLeaf(db);
    const practice = await makePracticeTeacher({ latencyMs: 30, sigma: 0.5 });
    onTestFinished(() => practice.close());
    const teacherId = await makeTeacher(db, practice.url, { slots: 16 });
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: 60, seed: 'held' }));
    // The counts of a leaf come last: whoever waits for them holds the run, and the results of
    // other leaves wait for that.
    const lock = await holding(databaseUrl, 'LOCK TABLE "SampleCount" IN EXCLUSIVE MODE');
    const frozen = spawnWorker(databaseUrl);
    onTestFinished(() => kill(frozen, 'SIGKILL'));
    await lock.isWaitedForBy(1);
    await until(async () => (await waiting(db)) >= 2);
    frozen.kill('SIGSTOP');
    await lock.release();
    const frozenAt = performance.now();
    await until(async () => (await openTransactions(db)) === 0);
    expect(performance.now() - frozenAt).toBeLessThan(20_000); // 4 s, and a busy machine; without the limit 30 s

    await db.$executeRaw`UPDATE "Job" SET "dueAt" = now() WHERE owner IS NOT NULL`; // as if the lease had run out
    const worker = await startWorker(db);
    const run = await untilOver(db, id).finally(() => worker.stop());
    expect(run).toMatchObject({ state: 'completed', itemsDone: run.itemsTotal });
    const content = await contentOfRun(db, id);
    frozen.kill('SIGCONT');
    await kill(frozen, 'SIGTERM');
    expect(await contentOfRun(db, id)).toEqual(content);
    const broken = await brokenRules(db, id);
    // What was in flight when it froze is asked by both of them.
    expect(broken.filter(({ rule }) => rule !== 'no answer was paid for twice')).toEqual([]);
  },
);

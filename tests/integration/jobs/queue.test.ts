import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { DomainError } from '@/taxonomy/errors';
import type { JobHandler } from '@/taxonomy/jobs/job-handler';
import { Leases } from '@/taxonomy/jobs/leases';
import { claim, closeJob, dropGroup, enqueue, heartbeat, postponeJob } from '@/taxonomy/jobs/queue';
import { workOnJobs } from '@/taxonomy/jobs/work';
import { listWorkers } from '@/taxonomy/jobs/workers';
import { test } from '../../support/database';

/** A kind and a group that no other test uses. */
const place = () => ({ kind: randomUUID(), groupId: randomUUID() });
const many = (n: number, { kind, groupId }: ReturnType<typeof place>) =>
  Array.from({ length: n }, (_, ordinal) => ({ kind, groupId, ordinal, payload: { ordinal } }));

describe('the queue', () => {
  test('gives each job to one worker, in order, however many claim at once', async ({ db }) => {
    const here = place();
    await enqueue(db, many(200, here));
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, i) => claim(db, { kinds: [here.kind], owner: `w${i}`, limit: 10 })),
    );
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(200);
    const [first] = claims.filter((jobs) => jobs.length > 0);
    expect(first!.map(({ ordinal }) => ordinal)).toEqual(
      first!.map(({ ordinal }) => ordinal).toSorted((a, b) => a - b),
    );
    expect(await claim(db, { kinds: [here.kind], owner: 'late', limit: 1 })).toEqual([]);
  });

  test('gives a job again when its lease has expired, and only the last claimer can close it', async ({ db }) => {
    const here = place();
    await enqueue(db, many(1, here));
    const [late] = await claim(db, { kinds: [here.kind], owner: 'late', limit: 1, leaseSeconds: 0 });
    const [next] = await claim(db, { kinds: [here.kind], owner: 'next', limit: 1 });
    expect(next).toMatchObject({ id: late!.id, attempts: 2, tries: 2 });
    expect(await heartbeat(db, 'late', [late!.id])).toEqual([]);
    expect(await closeJob(db, late!)).toBe(false);
    expect(await postponeJob(db, late!, { error: 'x', delayMs: 0 })).toBe(false);
    expect(await closeJob(db, next!)).toBe(true);
  });

  test('lets a worker that claimed a job twice close it only with its newer claim', async ({ db }) => {
    const here = place();
    await enqueue(db, many(1, here));
    const [first] = await claim(db, { kinds: [here.kind], owner: 'me', limit: 1, leaseSeconds: 0 });
    const [second] = await claim(db, { kinds: [here.kind], owner: 'me', limit: 1 });
    expect(await closeJob(db, first!)).toBe(false);
    expect(await closeJob(db, second!)).toBe(true);
  });

  test('postpones a job, and counts only tries that failed through its own fault', async ({ db }) => {
    const here = place();
    await enqueue(db, many(1, here));
    const ask = { kinds: [here.kind], owner: 'me', limit: 1 };
    const [first] = await claim(db, ask);
    await postponeJob(db, first!, { error: 'busy', delayMs: 0, isSpared: true });
    const [second] = await claim(db, ask);
    expect(second).toMatchObject({ attempts: 2, tries: 1, error: 'busy' });
    await postponeJob(db, second!, { error: 'broken', delayMs: 60_000 });
    expect(await claim(db, ask)).toEqual([]);
  });

  test('drops the unclaimed jobs of a group, and leaves claimed ones', async ({ db }) => {
    const here = place();
    await enqueue(db, many(5, here));
    const held = await claim(db, { kinds: [here.kind], owner: 'me', groupId: here.groupId, limit: 2 });
    const { dropped, held: left } = await dropGroup(db, here.groupId);
    expect(dropped).toHaveLength(3);
    expect(left).toBe(2);
    for (const job of held) expect(await closeJob(db, job)).toBe(true);
  });

  test("adds jobs only when the caller's transaction commits", async ({ db }) => {
    const here = place();
    const failing = db.$transaction(async (tx) => {
      await enqueue(tx, many(3, here));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await claim(db, { kinds: [here.kind], owner: 'me', limit: 9 })).toEqual([]);
  });
});

describe('leases', () => {
  const leasesOf = (db: Database, id: string) =>
    new Leases(db, { id, host: 'test', pid: 1 }, { leaseSeconds: 1, heartbeatSeconds: 0.2 });

  test('keep a job for longer than its lease while the worker sends heartbeats', async ({ db }) => {
    const here = place();
    await enqueue(db, many(1, here));
    const leases = leasesOf(db, randomUUID());
    await leases.start();
    const [job] = await claim(db, { kinds: [here.kind], owner: leases.owner, limit: 1, leaseSeconds: 1 });
    const signal = leases.hold(job!);
    await sleep(1_500);
    expect(await claim(db, { kinds: [here.kind], owner: 'thief', limit: 1 })).toEqual([]);
    expect(signal.aborted).toBe(false);
    expect((await listWorkers(db)).map(({ id }) => id)).toContain(leases.owner);

    await leases.stop(); // puts it back
    expect(await claim(db, { kinds: [here.kind], owner: 'next', limit: 1 })).toMatchObject([{ tries: 1 }]);
    expect((await listWorkers(db)).map(({ id }) => id)).not.toContain(leases.owner);
  });

  test('tell a worker that was frozen too long that another worker has its job', async ({ db }) => {
    const here = place();
    await enqueue(db, many(1, here));
    const leases = leasesOf(db, randomUUID());
    const [job] = await claim(db, { kinds: [here.kind], owner: leases.owner, limit: 1, leaseSeconds: 0 });
    const signal = leases.hold(job!);
    await claim(db, { kinds: [here.kind], owner: 'next', limit: 1 });
    await leases.start();
    expect(signal.aborted).toBe(true);
    await leases.stop();
  });
});

describe('the work loop', () => {
  async function workOff(db: Database, handler: JobHandler, until: () => boolean, ms = 10_000) {
    const leases = new Leases(db, { id: randomUUID(), host: 'test', pid: 1 });
    await leases.start();
    const ending = new AbortController();
    const loop = workOnJobs(db, [handler], leases, ending.signal, { idleMs: 10, backoffMs: () => 5 });
    const end = performance.now() + ms;
    while (!until() && performance.now() < end) await sleep(10);
    ending.abort();
    await loop;
    await leases.stop();
  }

  test('does every job once, as many in parallel as the handler allows', async ({ db }) => {
    const here = place();
    await enqueue(db, many(20, here));
    const done: unknown[] = [];
    let now = 0;
    let most = 0;
    const handler: JobHandler = {
      kind: here.kind,
      maxAttempts: 3,
      concurrency: 4,
      async run(job, context) {
        most = Math.max(most, (now += 1));
        await sleep(5);
        now -= 1;
        await closeJob(context.db, job);
        done.push(job.payload);
      },
      giveUp: async () => {},
    };
    await workOff(db, handler, () => done.length === 20);
    expect(done).toHaveLength(20);
    expect(most).toBeLessThanOrEqual(4);
    expect(most).toBeGreaterThan(1);
  });

  test('retries a failing job, gives it up after its tries, and continues with the others', async ({ db }) => {
    const here = place();
    await enqueue(db, many(3, here));
    const runs = new Map<number, number>();
    const givenUp: string[] = [];
    let done = 0;
    const handler: JobHandler = {
      kind: here.kind,
      maxAttempts: 3,
      async run(job, context) {
        runs.set(job.ordinal, (runs.get(job.ordinal) ?? 0) + 1);
        if (job.ordinal === 1) throw new Error('not yet');
        await closeJob(context.db, job);
        done += 1;
      },
      async giveUp(job, error, context) {
        givenUp.push(error.message);
        await closeJob(context.db, job);
      },
    };
    await workOff(db, handler, () => done === 2 && givenUp.length === 1);
    expect([...runs]).toEqual(
      expect.arrayContaining([
        [0, 1],
        [1, 3],
        [2, 1],
      ]),
    );
    expect(givenUp).toEqual(['not yet']);
    expect(await db.job.count({ where: { groupId: here.groupId } })).toBe(0);
  });

  test('gives up at once on errors that a retry cannot fix, and on a job that has killed its worker each time', async ({
    db,
  }) => {
    const here = place();
    await enqueue(db, many(2, here));
    await db.job.updateMany({ where: { groupId: here.groupId, ordinal: 1 }, data: { attempts: 2 } });
    const givenUp: string[] = [];
    let runs = 0;
    const handler: JobHandler = {
      kind: here.kind,
      maxAttempts: 2,
      async run() {
        runs += 1;
        throw new DomainError('invalid', 'There is no such commit.');
      },
      async giveUp(job, error, context) {
        givenUp.push(error.message);
        await closeJob(context.db, job);
      },
    };
    await workOff(db, handler, () => givenUp.length === 2);
    expect(runs).toBe(1);
    expect(givenUp.toSorted()).toEqual(['The worker crashed on every attempt.', 'There is no such commit.']);
  });

  test('returns a job to the queue when the worker shuts down', async ({ db }) => {
    const here = place();
    await enqueue(db, many(1, here));
    let isRunning = false;
    const handler: JobHandler = {
      kind: here.kind,
      maxAttempts: 1,
      run: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          isRunning = true;
          signal.addEventListener('abort', () => reject(new Error('ended')));
        }),
      giveUp: async () => {
        throw new Error('it is not to be given up');
      },
    };
    await workOff(db, handler, () => isRunning);
    expect(await claim(db, { kinds: [here.kind], owner: 'next', limit: 1 })).toMatchObject([{ tries: 1, attempts: 2 }]);
  });
});

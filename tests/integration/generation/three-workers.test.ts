import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { connect } from '@/prisma/client';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cutProxy } from '../../support/cut-proxy';
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

const LEASE_SECONDS = 2;

test(
  'of three workers one is killed and one is cut off from the database: the third goes on, and nothing is lost or doubled',
  { timeout: 300_000 },
  async ({ db, databaseUrl }) => {
    for (let leaves = 0; leaves < 8; leaves += 1) await makeFreeformLeaf(db);
    const practice = await makePracticeTeacher({ latencyMs: 150, sigma: 0.8 });
    const cable = await cutProxy(databaseUrl);
    const far = connect(cable.url);
    onTestFinished(async () => {
      await practice.close();
      await far.$disconnect();
      await cable.close();
    });
    const teacherId = await makeTeacher(db, practice.url, { slots: 9 });
    const killed = spawnWorker(databaseUrl);
    onTestFinished(() => kill(killed, 'SIGKILL'));
    const times = { leaseSeconds: LEASE_SECONDS, heartbeatSeconds: 0.5 };
    const near = await startWorker(db, { name: 'near', ...times });
    const cut = await startWorker(far, { name: 'cut', ...times });
    await until(async () => (await db.worker.count()) === 3);
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: 30, seed: 'three' }));
    const held = (owner: string) => db.job.count({ where: { groupId: id, owner, dueAt: { gt: new Date() } } });
    const answered = () => db.teacherCall.count({ where: { runId: id } });
    const { id: third } = await db.worker.findFirstOrThrow({ where: { id: { notIn: ['near', 'cut'] } } });
    await until(async () => (await held('near')) > 0 && (await held('cut')) > 0 && (await held(third)) > 0);

    cable.cut();
    await kill(killed, 'SIGKILL');
    await db.$executeRaw`UPDATE "Job" SET "dueAt" = now() WHERE owner = ${third}`; // as if its lease had run out
    const before = await answered();
    await sleep((LEASE_SECONDS + 2) * 1_000);
    expect(await held('cut')).toBe(0);
    expect(await answered()).toBeGreaterThan(before + 5);
    cable.mend();

    const run = await untilOver(db, id);
    expect(run).toMatchObject({ state: 'completed', itemsDone: run.itemsTotal });
    await Promise.all([near.stop(), cut.stop()]);
    const content = await contentOfRun(db, id);
    expect(new Set(content).size).toBe(content.length);
    const broken = await brokenRules(db, id);
    // Two workers may ask what was in flight when one was cut off.
    expect(broken.filter(({ rule }) => rule !== 'no answer was paid for twice')).toEqual([]);
  },
);

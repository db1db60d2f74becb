import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@/prisma/client';
import { addPracticeTeacher } from '@/taxonomy/generation/teacher/practice-teacher';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import {
  actor,
  brokenRules,
  contentOfRun,
  makeFreeformLeaf,
  requestOf,
  untilOver,
} from '../support/generation-factories';
import { startServer } from '../support/server';
import type { Scale, Verdict } from './verdict';

const RECOVERS_WITHIN_MS = 10_000;

/** Postgres under a running Seedleaf is killed; the supervisor starts it again, and the run goes on. */
export async function attempt(scale: Scale): Promise<Verdict> {
  const kills = scale === 'full' ? 5 : 2;
  const server = await startServer();
  const db = connect(server.databaseUrl, 3);
  let slowestMs = 0;
  try {
    for (let i = 0; i < 10; i += 1) await makeFreeformLeaf(db);
    const teacher = await addPracticeTeacher(db, actor);
    const { id } = await startRun(db, actor, requestOf(teacher.id, [], { target: 100, seed: 'postgres' }));
    const patiently = <T>(look: () => Promise<T>) => look().catch(() => null);
    for (let killed = 0; killed < kills; killed += 1) {
      await sleep(2_000);
      process.kill(postmaster(server.home), 'SIGKILL');
      const began = performance.now();
      await sleep(200);
      while ((await patiently(() => db.run.count())) === null) await sleep(100);
      slowestMs = Math.max(slowestMs, performance.now() - began);
    }
    const run = await untilOver(db, id, { isPatient: true, withinMs: 600_000 });
    const content = await contentOfRun(db, id);
    const doubled = content.length - new Set(content).size;
    const broken = await brokenRules(db, id);
    const failed = broken.length + doubled + (run.state === 'completed' && run.itemsFailed === 0 ? 0 : 1);
    if (failed > 0) console.error({ state: run.state, error: run.error, broken });
    return {
      fault: 'kill -9 of Postgres',
      cases: kills,
      failed,
      figures: { items: run.itemsTotal, samples: content.length, doubled, recoverySeconds: slowestMs / 1000 },
      goal: `0 lost, 0 doubled, recovery within ${RECOVERS_WITHIN_MS / 1000} s`,
      holds: failed === 0 && slowestMs <= RECOVERS_WITHIN_MS,
    };
  } finally {
    await db.$disconnect();
    await server.dispose();
  }
}

const postmaster = (home: string): number =>
  Number(readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

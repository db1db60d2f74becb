import { createHash } from 'node:crypto';
import { connect, type Database } from '@/prisma/client';
import { readAnswers } from '@/taxonomy/generation/batch/read-answers';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import type { StartRunRequest } from '@/taxonomy/generation/contract';
import { throwawayDatabase } from '../bench/database';
import { fileOf, resultsOf, waveOf } from '../support/batch-server';
import {
  actor,
  contentOfRun,
  forgetSamples,
  kill,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  spawnWorker,
  startWorker,
  until,
  untilOver,
} from '../support/generation-factories';
import type { Scale, Verdict } from './verdict';

/** The same seed gives the same samples, with one worker or three, with and without kills, live or as a batch. */
export async function attempt(scale: Scale): Promise<Verdict> {
  const target = scale === 'full' ? 300 : 40;
  const database = await throwawayDatabase();
  const db = connect(database.url, 10);
  const practice = await makePracticeTeacher({ latencyMs: 10, sigma: 0.5 });
  const hashes = new Map<string, string>();
  let samples = 0;
  try {
    await makeFreeformLeaf(db);
    await makeGroundedLeaf(db);
    await makeKnowledgeLeaf(db, 4);
    const teacherId = await makeTeacher(db, practice.url, { slots: 16 });
    const go = async (name: string, batch: StartRunRequest['batch'], work: (id: string) => Promise<void>) => {
      await forgetSamples(db);
      practice.resetStats();
      const { id } = await startRun(db, actor, requestOf(teacherId, [], { target, seed: 'same', batch }));
      await work(id);
      await untilOver(db, id);
      const content = await contentOfRun(db, id);
      samples = content.length;
      hashes.set(name, createHash('sha256').update(content.join('\n')).digest('hex').slice(0, 16));
    };
    const workers = (count: number) => async (id: string) => {
      const all = await Promise.all(Array.from({ length: count }, () => startWorker(db)));
      await untilOver(db, id);
      for (const worker of all) await worker.stop();
    };
    await go('one worker', 'off', workers(1));
    await go('three workers', 'off', workers(3));
    await go('killed twice', 'off', async (id) => {
      for (let kills = 0; kills < 2; kills += 1) {
        const { calls } = practice.stats();
        const worker = spawnWorker(database.url);
        await until(() => practice.stats().calls > calls + 60);
        await kill(worker, 'SIGKILL');
        await db.$executeRaw`UPDATE "Job" SET "dueAt" = now() WHERE owner IS NOT NULL`; // as if the lease had expired
      }
      await workers(1)(id);
    });
    await go('batch files', 'files', (id) => answerWaves(db, id, practice.url));
  } finally {
    await practice.close();
    await db.$disconnect();
    await database.drop();
  }
  const different = new Set(hashes.values()).size - 1;
  if (different > 0) console.error(Object.fromEntries(hashes));
  return {
    fault: 'the same seed in other circumstances',
    cases: hashes.size,
    failed: different,
    figures: { samples },
    goal: 'the same hash of all samples',
    holds: different === 0 && samples > 0,
  };
}

async function answerWaves(db: Database, id: string, url: string): Promise<void> {
  const worker = await startWorker(db);
  for (;;) {
    const wave = await Promise.race([waveOf(db, id), untilOver(db, id).then(() => null)]);
    if (!wave) break;
    await readAnswers(db, id, fileOf(await resultsOf(wave, url)));
  }
  await worker.stop();
}

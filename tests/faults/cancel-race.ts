import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@/prisma/client';
import { randomOf } from '@/taxonomy/generation/practice/random';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { throwawayDatabase } from '../bench/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  startWorker,
  until,
  untilOver,
} from '../support/generation-factories';
import type { Scale, Verdict } from './verdict';

const NO_CALL_AFTER_MS = 1_000;

/** A run that is cancelled at any moment ends, adds up, and makes no call a second later. */
export async function attempt(scale: Scale): Promise<Verdict> {
  const cases = scale === 'full' ? 200 : 25;
  const database = await throwawayDatabase();
  const db = connect(database.url, 10);
  const practice = await makePracticeTeacher({ latencyMs: 20, sigma: 1 });
  const worker = await startWorker(db);
  const random = randomOf('cancel');
  let [failed, late] = [0, 0];
  try {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 8 });
    for (let i = 0; i < cases; i += 1) {
      const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 20 }));
      await sleep(random.below(600));
      await cancelRun(db, actor, id);
      const run = await untilOver(db, id);
      await until(async () => (await db.job.count({ where: { groupId: id } })) === 0);
      if (!['cancelled', 'completed'].includes(run.state) || (await brokenRules(db, id)).length > 0) failed += 1;
      if (i % 10 > 0) continue;
      await sleep(NO_CALL_AFTER_MS);
      const { calls } = practice.stats();
      await sleep(300);
      if (practice.stats().calls !== calls) late += 1;
    }
  } finally {
    await worker.stop();
    await practice.close();
    await db.$disconnect();
    await database.drop();
  }
  return {
    fault: 'cancel at a random moment',
    cases,
    failed: failed + late,
    figures: { callsAfterASecond: late },
    goal: 'each run ends and adds up; no call a second later',
    holds: failed + late === 0,
  };
}

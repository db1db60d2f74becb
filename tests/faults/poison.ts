import type { ChildProcess } from 'node:child_process';
import { connect } from '@/prisma/client';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { throwawayDatabase } from '../bench/database';
import { deadlyTeacher } from '../support/deadly-teacher';
import {
  actor,
  brokenRules,
  kill,
  makeFreeformLeaf,
  makeLeafWith,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  spawnWorker,
  until,
  untilOver,
} from '../support/generation-factories';
import { makeFreeform, makeSkillSeed } from '../support/seeds-factories';
import type { Scale, Verdict } from './verdict';

const MARK = 'zzyzx';
/** Tries of an item until it is given up, and one more that a busy machine may need. */
const MOST_KILLS = 6;

/**
 * The items of one leaf kill their worker each time that they are worked on. They are given up, and all others are done.
 */
export async function attempt(scale: Scale): Promise<Verdict> {
  const leaves = scale === 'full' ? 200 : 30;
  const database = await throwawayDatabase();
  const db = connect(database.url, 10);
  const practice = await makePracticeTeacher({ latencyMs: 50, sigma: 0.8 });
  let worker: ChildProcess = spawnWorker(database.url);
  let kills = 0;
  let replacing = Promise.resolve();
  const teacher = await deadlyTeacher(
    practice.url,
    (body) => body.includes(MARK),
    () => {
      kills += 1;
      replacing = replacing.then(async () => {
        await kill(worker, 'SIGKILL');
        // As if its leases had run out.
        await db.$executeRaw`UPDATE "Job" SET "dueAt" = clock_timestamp() WHERE owner IS NOT NULL`;
        worker = spawnWorker(database.url);
      });
    },
  );
  try {
    const [first, ...others] = [1, 2, 3, 4, 5].map((n) => makeSkillSeed(n));
    const seeds = [{ ...first!, question: `What is ${MARK}?` }, ...others];
    const poisonedLeaf = await makeLeafWith(db, makeFreeform({ seeds }));
    for (let i = 1; i < leaves; i += 1) await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, teacher.url, { slots: 16 });
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: 5, seed: 'poison' }));
    await until(async () => (await db.run.findUniqueOrThrow({ where: { id } })).itemsDone > 0);
    const run = await untilOver(db, id, { withinMs: 1_800_000 });
    const broken = await brokenRules(db, id);
    const givenUp = await db.runItem.findMany({ where: { runId: id, state: 'failed' } });
    const wronged = givenUp.filter(({ leafId, errorKind }) => leafId !== poisonedLeaf || errorKind !== 'worker_died');
    const lost = run.itemsTotal - run.itemsDone - givenUp.length;
    const failed = lost + wronged.length + broken.length + (givenUp.length > 0 ? 0 : 1);
    if (failed > 0) console.error({ state: run.state, errors: run.errors, broken });
    return {
      fault: 'items that kill their worker',
      cases: givenUp.length,
      failed,
      figures: { items: run.itemsTotal, done: run.itemsDone, givenUp: givenUp.length, workersKilled: kills },
      goal: `they alone are given up, each after at most ${MOST_KILLS} kills; all others are done`,
      holds: failed === 0 && kills <= MOST_KILLS * givenUp.length,
    };
  } finally {
    await replacing;
    await kill(worker, 'SIGKILL');
    await teacher.close();
    await practice.close();
    await db.$disconnect();
    await database.drop();
  }
}

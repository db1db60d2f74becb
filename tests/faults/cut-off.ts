import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@/prisma/client';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { LEASE_SECONDS } from '@/taxonomy/jobs/queue';
import { throwawayDatabase } from '../bench/database';
import { cutProxy } from '../support/cut-proxy';
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
  until,
  untilOver,
} from '../support/generation-factories';
import type { Scale, Verdict } from './verdict';

const SLOTS = 24;
/** Answers that a worker keeps until it can write them. */
const FLUSH = 64;

/** Of three worker processes one is killed, and one is cut off from the database for longer than its leases last. */
export async function attempt(scale: Scale): Promise<Verdict> {
  const seconds = scale === 'full' ? 60 : LEASE_SECONDS + 10;
  const database = await throwawayDatabase();
  const db = connect(database.url, 10);
  const practice = await makePracticeTeacher({ latencyMs: 400, sigma: 0.8 });
  const cable = await cutProxy(database.url);
  const workers = [database.url, database.url, cable.url].map((url) => spawnWorker(url));
  const [, killed, far] = workers;
  try {
    for (let i = 0; i < 20; i += 1) await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: SLOTS });
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: 12 * seconds, seed: 'cut' }));
    const answered = () => db.teacherCall.count({ where: { runId: id } });
    /** Leases in force. */
    const heldByFar = async () => {
      const worker = await db.worker.findFirst({ where: { pid: far?.pid ?? 0 } });
      return worker ? db.job.count({ where: { owner: worker.id, dueAt: { gt: new Date() } } }) : 0;
    };
    await until(async () => (await heldByFar()) > 0 && (await answered()) > 200);
    cable.cut();
    await kill(killed!, 'SIGKILL');
    const atCut = await answered();
    await sleep(seconds * 1_000);
    const whileCut = (await answered()) - atCut;
    const wasOver = isOver((await db.run.findUniqueOrThrow({ where: { id } })).state);
    const left = await heldByFar();
    cable.mend();
    // It takes part again, unless the others have finished.
    const began = performance.now();
    while (!isOver((await db.run.findUniqueOrThrow({ where: { id } })).state) && (await heldByFar()) === 0) {
      if (performance.now() - began > 60_000) break;
      await sleep(100);
    }
    const backMs = performance.now() - began;
    const run = await untilOver(db, id, { withinMs: 1_200_000 });
    await sleep(3_000); // what it still had is written late
    const content = await contentOfRun(db, id);
    const doubled = content.length - new Set(content).size;
    const broken = (await brokenRules(db, id)).filter(({ rule }) => rule !== 'no answer was paid for twice');
    const repeated = practice.stats().calls - (await db.teacherCall.count({ where: { runId: id } }));
    const isWhole = run.state === 'completed' && run.itemsDone === run.itemsTotal && run.itemsFailed === 0;
    const failed = broken.length + doubled + (isWhole ? 0 : 1);
    if (failed > 0) console.error({ state: run.state, error: run.error, broken });
    return {
      fault: 'of three workers one is killed, and one is cut off from the database',
      cases: 1,
      failed,
      figures: {
        secondsCutOff: seconds,
        answersWhileCutOff: whileCut,
        leasesLeftAfterwards: left,
        secondsUntilItTakesPart: backMs / 1000,
        samples: content.length,
        doubled,
        repeated,
      },
      goal: `0 lost, 0 doubled, the third worker goes on, at most ${2 * (SLOTS + FLUSH)} repeated calls`,
      holds:
        failed === 0 && whileCut > 0 && left === 0 && !wasOver && backMs < 60_000 && repeated <= 2 * (SLOTS + FLUSH),
    };
  } finally {
    for (const worker of workers) await kill(worker, 'SIGKILL');
    await cable.close();
    await practice.close();
    await db.$disconnect();
    await database.drop();
  }
}

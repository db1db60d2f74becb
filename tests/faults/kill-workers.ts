import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@/prisma/client';
import { randomOf } from '@/taxonomy/generation/practice/random';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { throwawayDatabase } from '../bench/database';
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
  untilOver,
} from '../support/generation-factories';
import type { Scale, Verdict } from './verdict';

const SLOTS = 32;
/** Answers that are on their way to the database when a worker dies. */
const FLUSH = 64;
const WORKERS = 3;
const RECOVERS_WITHIN_MS = 45_000;

/** Workers that are killed again and again lose nothing and double nothing. */
export async function attempt(scale: Scale): Promise<Verdict> {
  // 20,000 items of a few calls each; of a leaf's five seeds, each is one.
  const { kills, leaves, target, pauseMs } =
    scale === 'full'
      ? { kills: 30, leaves: 4_000, target: 5, pauseMs: 12_000 }
      : { kills: 5, leaves: 12, target: 300, pauseMs: 3_000 };
  const database = await throwawayDatabase();
  const db = connect(database.url, 10);
  const practice = await makePracticeTeacher({ latencyMs: 100, sigma: 0.8 });
  const workers = Array.from({ length: WORKERS }, () => spawnWorker(database.url));
  const random = randomOf('kill');
  let slowestMs = 0;
  let killed = 0;
  try {
    for (let i = 0; i < leaves; i += 1) await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: SLOTS });
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target, seed: 'kill' }));
    const isDone = async () => isOver((await db.run.findUniqueOrThrow({ where: { id } })).state);
    const recoveries: Promise<void>[] = [];
    while (killed < kills) {
      await sleep(pauseMs + random.below(pauseMs));
      if (await isDone()) break;
      const at = random.below(WORKERS);
      const held = await heldBy(db, workers[at]!.pid);
      await kill(workers[at]!, 'SIGKILL');
      workers[at] = spawnWorker(database.url);
      killed += 1;
      // The jobs that it held are free again when its lease ends; meanwhile others are killed.
      const began = performance.now();
      recoveries.push(
        (async () => {
          while (!(await isDone()) && (await stillHeld(db, held)) > 0) await sleep(500);
          slowestMs = Math.max(slowestMs, performance.now() - began);
        })(),
      );
    }
    await Promise.all(recoveries);
    const run = await untilOver(db, id, { withinMs: 3_600_000 });
    const content = await contentOfRun(db, id);
    const doubled = content.length - new Set(content).size;
    const broken = await brokenRules(db, id);
    const repeated = practice.stats().calls - (await db.teacherCall.count({ where: { runId: id } }));
    const isWhole = run.state === 'completed' && run.itemsDone === run.itemsTotal && run.itemsFailed === 0;
    const most = kills * (SLOTS + FLUSH);
    const failed = broken.length + doubled + (isWhole ? 0 : 1);
    return {
      fault: 'kill -9 of workers',
      cases: killed,
      failed,
      figures: { items: run.itemsTotal, samples: content.length, doubled, repeated, recoverySeconds: slowestMs / 1000 },
      goal: `0 lost, 0 doubled, at most ${most} repeated calls, recovery within ${RECOVERS_WITHIN_MS / 1000} s`,
      holds: failed === 0 && killed === kills && repeated <= most && slowestMs <= RECOVERS_WITHIN_MS,
    };
  } finally {
    for (const worker of workers) await kill(worker, 'SIGKILL');
    await practice.close();
    await db.$disconnect();
    await database.drop();
  }
}

type Db = ReturnType<typeof connect>;

async function heldBy(db: Db, pid: number | undefined) {
  const worker = await db.worker.findFirst({ where: { pid: pid ?? 0 } });
  return db.job.findMany({ where: { owner: worker?.id ?? '' }, select: { id: true, attempts: true } });
}

/** How many of these jobs no other worker may take yet. */
async function stillHeld(db: Db, held: { id: string; attempts: number }[]): Promise<number> {
  const now = await db.job.findMany({ where: { id: { in: held.map(({ id }) => id) } } });
  const attempts = new Map(held.map((job) => [job.id, job.attempts]));
  return now.filter((job) => job.attempts === attempts.get(job.id) && job.dueAt > new Date()).length;
}

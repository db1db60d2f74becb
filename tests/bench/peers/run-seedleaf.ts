import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Database } from '@/prisma/client';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { isOver } from '@/taxonomy/generation/vocabulary';
import {
  actor,
  brokenRules,
  kill,
  makeLeafWith,
  makeTeacher,
  requestOf,
  spawnWorker,
  until,
} from '../../support/generation-factories';
import { throwawayDatabase } from '../database';
import { parentOf } from '../processes';
import { cpuFromFirstCall, SLOTS, startTeacher, type Measured } from './measured';
import { leaves, TARGET } from './work';

const TIMEOUT_SECONDS = 60;
/** Seldom, because every look costs Postgres time that is counted. */
const LOOK_MS = 500;

/** Seedleaf as it is installed: a worker and a Postgres of its own, both counted. */
export async function runSeedleaf(): Promise<Measured> {
  const database = await throwawayDatabase();
  const db = connect(database.url, 5);
  const teacher = await startTeacher();
  const worker = spawnWorker(database.url);
  try {
    for (const leaf of leaves) await makeLeafWith(db, leaf);
    const teacherId = await makeTeacher(db, teacher.url, { slots: SLOTS, timeoutSeconds: TIMEOUT_SECONDS });
    await until(async () => (await db.worker.count()) > 0);
    const roots = [worker.pid, await postmasterOf(db)].filter((pid) => pid !== undefined && pid !== null);
    const started = startRun(db, actor, requestOf(teacherId, [], { target: TARGET, seed: 'peers' }));
    const { result: run, cpuMs } = await cpuFromFirstCall(
      teacher,
      roots,
      started.then(({ id }) => ended(db, id)),
    );
    const broken = await brokenRules(db, run.id);
    if (run.state !== 'completed' || broken.length > 0) throw new Error(JSON.stringify({ run, broken }));
    return { name: 'Seedleaf', stats: await teacher.stats(), cpuMs, kept: await db.sample.count() };
  } finally {
    await kill(worker, 'SIGTERM');
    await teacher.stop();
    await db.$disconnect();
    await database.drop();
  }
}

async function ended(db: Database, id: string) {
  for (;;) {
    const run = await db.run.findUniqueOrThrow({ where: { id }, select: { id: true, state: true } });
    if (isOver(run.state)) return run;
    await sleep(LOOK_MS);
  }
}

/** The process that all processes of Postgres come from; null when it runs on another machine. */
async function postmasterOf(db: Database): Promise<number | null> {
  const [row] = await db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  return row ? parentOf(row.pid) : null;
}

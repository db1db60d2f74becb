import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@/prisma/client';
import { addPracticeTeacher } from '@/taxonomy/generation/teacher/practice-teacher';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { actor, makeFreeformLeaf, makeGroundedLeaf, requestOf } from '../support/generation-factories';
import { memoryOf } from '../support/memory';
import { startServer } from '../support/server';
import { quantile, type Figure } from './figure';
import { signIn } from './large-server';

/** The number of samples; BENCH_ROWS=2000 for a short run. */
const SAMPLES = Number(process.env.BENCH_ROWS ?? 20_000);
const LOOK_MS = 2_000;
/** Caches fill in the first quarter; after it the memory must not grow with the samples. */
const MOST_GROWTH = 1.25;

/** The memory of the worker and of the web server during a run, while somebody watches its page. */
export async function measure(): Promise<Figure[]> {
  const server = await startServer();
  const db = connect(server.databaseUrl, 3);
  try {
    const leaves = 20;
    for (let i = 0; i < leaves; i += 1) await (i % 2 === 0 ? makeFreeformLeaf(db) : makeGroundedLeaf(db));
    const teacher = await addPracticeTeacher(db, actor);
    const cookie = await signIn(db, server.url, 'owner');
    const { id } = await startRun(
      db,
      actor,
      requestOf(teacher.id, [], { target: Math.ceil(SAMPLES / leaves), isRepeated: true, seed: 'memory' }),
    );
    const looks: { samples: number; worker: number; web: number }[] = [];
    for (;;) {
      for (const path of [`/api/v1/runs/${id}`, `/runs/${id}`, '/api/v1/samples?limit=50']) {
        await (await fetch(server.url + path, { headers: { cookie } })).arrayBuffer();
      }
      const { state, samplesKept: samples } = await db.run.findUniqueOrThrow({ where: { id } });
      const { worker, web } = server.processes().children;
      looks.push({ samples, worker: memoryOf(worker), web: memoryOf(web) });
      if (isOver(state)) break;
      await sleep(LOOK_MS);
    }
    const most = looks.at(-1)?.samples ?? 0;
    return (['worker', 'web'] as const).map((process) => {
      const during = (from: number, to: number) =>
        Math.round(
          quantile(
            looks.filter(({ samples }) => samples >= most * from && samples <= most * to).map((look) => look[process]),
            0.5,
          ),
        );
      const early = during(0.2, 0.4);
      const late = during(0.8, 1);
      const ratio = Math.round((late / early) * 100) / 100;
      return {
        bench: 'memory',
        metric: `memory of the ${process} in the last fifth of ${most} samples (median)`,
        value: late,
        unit: 'MB',
        against: `in the second fifth: ${early} MB; at its peak: ${Math.max(...looks.map((look) => look[process]))} MB`,
        ratio,
        goal: `at most ${MOST_GROWTH} times`,
        holds: ratio <= MOST_GROWTH,
      };
    });
  } finally {
    await db.$disconnect();
    await server.dispose();
  }
}

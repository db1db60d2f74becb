import { connect } from '@/prisma/client';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { throwawayDatabase } from '../bench/database';
import { actor, makeFreeformLeaf, makeTeacher, requestOf } from '../support/generation-factories';
import type { Scale, Verdict } from './verdict';

/** A request that arrives many times at once starts one run. */
export async function attempt(scale: Scale): Promise<Verdict> {
  const rounds = scale === 'full' ? 20 : 3;
  const AT_ONCE = 50;
  const database = await throwawayDatabase();
  const db = connect(database.url, 20);
  let failed = 0;
  try {
    const teacherId = await makeTeacher(db, 'http://127.0.0.1:9/v1');
    for (let round = 0; round < rounds; round += 1) {
      const request = requestOf(teacherId, [await makeFreeformLeaf(db)], { target: 5 });
      const runs = await Promise.all(Array.from({ length: AT_ONCE }, () => startRun(db, actor, request)));
      if (new Set(runs.map(({ id }) => id)).size !== 1) failed += 1;
    }
    if ((await db.run.count()) !== rounds) failed += 1;
  } finally {
    await db.$disconnect();
    await database.drop();
  }
  return {
    fault: 'the same start many times at once',
    cases: rounds * AT_ONCE,
    failed,
    figures: { rounds },
    goal: 'one run for each request key',
    holds: failed === 0,
  };
}

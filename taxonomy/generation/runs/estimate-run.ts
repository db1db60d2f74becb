import type { Database } from '@/prisma/client';
import { getTheTaxonomy } from '../../tree/nodes';
import type { Estimate, EstimateRequest } from '../contract';
import { costRange } from './estimate-cost';
import { boundOfRun, planRun, tokensOf } from './plan-run';
import { selectPastRuns } from './repository-costs';
import { getTeacher } from '../teacher/teachers';

/** How many of a teacher's earlier runs its estimates learn from. */
const PAST_RUNS = 5;

/**
 * The maximum work and number of samples of a run, from the existing seeds and passages, what it would cost, and which
 * leaves cannot run.
 */
export async function estimateRun(db: Database, request: EstimateRequest): Promise<Estimate> {
  const { scope, teacherId, target, isRepeated, asksEveryJudge = false } = request;
  const { id, model, price } = await getTeacher(db, teacherId);
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const { leaves, blocked } = await planRun(db, { taxonomyId, scope, target, runSeed: 'estimate' });
  const bound = boundOfRun(leaves, isRepeated);
  return {
    leaves: leaves.length,
    items: leaves.reduce((sum, { items }) => sum + items.length, 0),
    calls: bound.calls,
    ...tokensOf(bound),
    samples: bound.samples,
    price,
    cost:
      price && costRange(price, bound, await selectPastRuns(db, { teacherId: id, model, asksEveryJudge }, PAST_RUNS)),
    blocked: blocked.slice(0, 1_000),
  };
}

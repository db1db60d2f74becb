import type { Database } from '@/prisma/client';
import { getTheTaxonomy } from '../../tree/nodes';
import type { Estimate, EstimateRequest } from '../contract';
import { costRange } from './estimate-cost';
import { boundOfRun, planRun, tokensOf } from './plan-run';
import { selectPastRuns } from './repository-costs';
import { getTeacher } from '../teacher/teachers';
import { judgeOf } from './judge-of';

/** How many of a teacher's earlier runs its estimates learn from. */
const PAST_RUNS = 5;

/**
 * The maximum work and number of samples of a run, from the existing seeds and passages, what it would cost, and which
 * leaves cannot run.
 */
export async function estimateRun(db: Database, request: EstimateRequest): Promise<Estimate> {
  const { scope, target, isRepeated, pipelines, judgeVotes = 1, asksEveryJudge = false } = request;
  const writer = await getTeacher(db, request.teacherId);
  const judge = await judgeOf(db, request);
  const { price } = writer;
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const { leaves, blocked } = await planRun(db, { taxonomyId, scope, target, pipelines, runSeed: 'estimate' });
  const bound = boundOfRun(leaves, { isRepeated, judgeVotes });
  const prices = price && judge?.price !== null ? { writer: price, judge: judge?.price ?? null } : null;
  const past = { writer, judge, judgeVotes, asksEveryJudge };
  return {
    leaves: leaves.length,
    items: leaves.reduce((sum, { items }) => sum + items.length, 0),
    calls: bound.calls,
    ...tokensOf(bound),
    samples: bound.samples,
    price,
    judge: judge && { name: judge.name, model: judge.model, price: judge.price },
    cost: prices && costRange(prices, bound, await selectPastRuns(db, past, PAST_RUNS)),
    blocked: blocked.slice(0, 1_000),
  };
}

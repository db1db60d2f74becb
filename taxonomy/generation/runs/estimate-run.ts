import type { Database } from '@/prisma/client';
import { getTheTaxonomy } from '../../tree/nodes';
import type { Estimate, EstimateRequest } from '../contract';
import { planRun, sumBounds } from './plan-run';
import { getTeacher } from '../teacher/teachers';

/**
 * The maximum cost and number of samples of a run, from the existing seeds and passages, and which leaves cannot run.
 */
export async function estimateRun(db: Database, { scope, teacherId, target }: EstimateRequest): Promise<Estimate> {
  await getTeacher(db, teacherId);
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const { leaves, blocked } = await planRun(db, { taxonomyId, scope, target, runSeed: 'estimate' });
  const { calls, samples, promptTokens, completionTokens } = sumBounds(leaves.map(({ bound }) => bound));
  return {
    leaves: leaves.length,
    items: leaves.reduce((sum, { items }) => sum + items.length, 0),
    calls,
    promptTokens: Math.ceil(promptTokens),
    completionTokens: Math.ceil(completionTokens),
    samples,
    blocked: blocked.slice(0, 1_000),
  };
}

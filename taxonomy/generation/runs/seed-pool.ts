import type { Db } from '@/prisma/client';
import { leavesForRun } from '../../seeds/for-run';
import { leavesUnder } from '../../tree/nodes';
import type { Pipeline } from '../pipelines/define-pipeline';
import type { PoolSeed } from '../steps/step';

/**
 * All seeds that pipelines of a run may draw from: those of every leaf of the subtree that they accept and that can run,
 * in the order of the tree. Empty when none of the pipelines draws from more than its leaf.
 *
 * @param options.scope What the run was started for; empty means the whole taxonomy.
 */
export async function seedPool(
  db: Db,
  { taxonomyId, scope, pipelines }: { taxonomyId: string; scope: string[]; pipelines: readonly Pipeline[] },
): Promise<PoolSeed[]> {
  const kinds = pipelines.filter(({ usesPool }) => usesPool).flatMap(({ accepts }) => accepts);
  if (kinds.length === 0) return [];
  const ids = (await leavesUnder(db, taxonomyId, scope)).map(({ nodeId }) => nodeId);
  const pool: PoolSeed[] = [];
  for await (const leaves of leavesForRun(db, ids)) {
    for (const { kind, content, problems, revisionId } of leaves) {
      if (!kinds.includes(kind) || problems.some(({ severity }) => severity === 'error')) continue;
      for (const { id } of content.seeds) pool.push({ revisionId, seedId: id });
    }
  }
  return pool;
}

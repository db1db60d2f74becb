import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import { leavesUnder } from '../../tree/nodes';
import type { NearDuplicates } from '../contract';
import { countCompared, insertComparedLeaves } from '../filters/repository-compared';
import { comparedWithinNames, mostCompared } from '../vocabulary-compared';

/**
 * Stores which leaves the rows of a run are compared with, as the tree is now. A run that compares rows only with those
 * of their own leaf needs none.
 *
 * @param run.scope What it was started for; all of the taxonomy when empty.
 * @throws DomainError `invalid` when they have more texts than a worker can hold.
 */
export async function freezeComparedLeaves(
  tx: Db,
  run: { id: string; taxonomyId: string; scope: string[]; nearDuplicates: NearDuplicates },
): Promise<void> {
  const within = run.nearDuplicates?.within ?? 'leaf';
  if (within === 'leaf') return;
  const leaves =
    within === 'siblings' ? null : await leavesUnder(tx, run.taxonomyId, within === 'branch' ? run.scope : []);
  await insertComparedLeaves(tx, run.id, leaves?.map(({ nodeId }) => nodeId) ?? null);
  const count = await countCompared(tx, run.id);
  if (count <= mostCompared) return;
  throw new DomainError(
    'invalid',
    `Rows cannot be compared with ${count} samples and seeds (${comparedWithinNames[within].toLowerCase()}): at most ${mostCompared} fit. Compare them within a smaller part of the tree.`,
  );
}

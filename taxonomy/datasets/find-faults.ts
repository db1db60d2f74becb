import type { Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { findGone } from '../tree/nodes';
import type { Recipe } from './contract-recipe';
import type { OtherSource } from './repository-sources';

/**
 * What keeps a recipe from being published, apart from its form: a place or a source that does not exist, or a source that
 * is not ready.
 */
export async function findFaults(
  db: Db,
  taxonomyId: string,
  { phases, balance }: Recipe,
  others: ReadonlyMap<string, OtherSource>,
): Promise<DomainError | null> {
  const places = [
    ...phases.flatMap(({ scope }) => scope),
    ...(balance.mode === 'weighted' ? balance.weights.map(({ nodeId }) => nodeId) : []),
  ];
  const [gone] = await findGone(db, taxonomyId, [...new Set(places)]);
  if (gone)
    return new DomainError(
      'not_found',
      `There is no leaf or folder ${gone} in this taxonomy. Choose the leaves of the phase, or the weights, again.`,
    );
  for (const { name, replay } of phases)
    for (const { source } of replay) {
      if (source.from === 'phase') continue;
      const id = source.from === 'version' ? source.versionId : source.setId;
      const what = source.from === 'version' ? 'dataset version' : 'imported dataset';
      const other = others.get(id);
      if (!other)
        return new DomainError('not_found', `${name}: there is no ${what} ${id}. Choose another source of replay.`);
      if (!other.isReady)
        return new DomainError('conflict', `${name}: ${other.name} is not ready yet. Wait for it, or remove it.`);
      if (source.from === 'version' && source.phase !== null && !other.byPhase.has(source.phase))
        return new DomainError(
          'not_found',
          `${name}: ${other.name} has no phase “${source.phase}”. Its phases: ${[...other.byPhase.keys()].join(', ')}.`,
        );
    }
  return null;
}

import type { LeafContent } from '../contract';
import { canonicalJson } from '../content';

/**
 * Gives seeds the ids that the same seeds have in the leaf already, so that samples go on naming the seeds behind
 * them after an import.
 */
export function keepSeedIds(content: LeafContent, before: LeafContent): LeafContent {
  const known = new Map(before.seeds.toReversed().map((seed) => [textOf(seed), seed.id]));
  const idOf = (seed: { id: string }) => known.get(textOf(seed)) ?? seed.id;
  const ids = content.seeds.map(idOf);
  // An old id that a new seed already has would stand twice; then all keep their new ones.
  if (new Set(ids).size !== ids.length) return content;
  if (content.kind === 'knowledge')
    return { ...content, seeds: content.seeds.map((seed) => ({ ...seed, id: idOf(seed) })) };
  return { ...content, seeds: content.seeds.map((seed) => ({ ...seed, id: idOf(seed) })) };
}

const textOf = (seed: object) => canonicalJson({ ...seed, id: undefined });

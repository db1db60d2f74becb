import type { LeafContent } from '../contract';
import { canonicalJson } from '../content';

/**
 * Gives imported seeds the ids of equal seeds in the leaf, so that samples still name the right seeds after an import.
 */
export function keepSeedIds(content: LeafContent, before: LeafContent): LeafContent {
  const known = new Map(before.seeds.toReversed().map((seed) => [textOf(seed), seed.id]));
  const idOf = (seed: { id: string }) => known.get(textOf(seed)) ?? seed.id;
  const ids = content.seeds.map(idOf);
  // If an old id would appear twice, all seeds keep their new ids.
  if (new Set(ids).size !== ids.length) return content;
  if (content.kind === 'knowledge')
    return { ...content, seeds: content.seeds.map((seed) => ({ ...seed, id: idOf(seed) })) };
  return { ...content, seeds: content.seeds.map((seed) => ({ ...seed, id: idOf(seed) })) };
}

const textOf = (seed: object) => canonicalJson({ ...seed, id: undefined });

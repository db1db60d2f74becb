import type { Db } from '@/prisma/client';
import { NearDuplicates, Vocabulary } from '../../generation/filters/near-duplicates/near-duplicates';
import { rougeL } from '../../generation/filters/near-duplicates/rouge-l';
import { tokenizers } from '../../generation/filters/near-duplicates/tokenizers';
import type { Recipe } from '../contract-recipe';
import { splitThreshold, mostComparedForSplits } from '../vocabulary-limits';
import { assignSplits, type Group } from './assign-splits';
import { Groups } from './groups';
import {
  countTexts,
  moveBundles,
  selectBundles,
  selectSameTexts,
  selectSeedTexts,
  selectTexts,
  type Bundle,
} from './repository';

const TEXTS_AT_ONCE = 2_000;
const BUNDLES_AT_ONCE = 10_000;

/**
 * Holds out validation and test rows of `picked`. Rows of the same passage or seed stay together, and so do near-copies:
 * the same text, or ROUGE-L over the threshold, in any leaf. Groups with a near-copy of a seed are always trained on,
 * because the seed was in the prompts, and so is the only group of a leaf.
 */
export async function holdOut(tx: Db, recipe: Recipe, signal: AbortSignal): Promise<void> {
  const bundles = await selectBundles(tx, recipe.seed);
  const placeOf = new Map(bundles.map(({ bundle }, i) => [bundle, i]));
  const groups = new Groups(bundles.length);
  for (const [first = '', ...others] of await selectSameTexts(tx))
    for (const other of others) groups.join(placeOf.get(first) ?? 0, placeOf.get(other) ?? 0);
  const likeSeeds =
    (await countTexts(tx)) > mostComparedForSplits ? [] : await joinAlike(tx, { placeOf, groups, signal });
  const { members, roots } = gather(bundles, groups);
  const known = new Set(likeSeeds.map((place) => groups.rootOf(place)));
  const groupsOf = new Map<string, number>();
  for (const { leafId } of members.values()) groupsOf.set(leafId, (groupsOf.get(leafId) ?? 0) + 1);
  const sized = roots.map((root): Group => {
    const { rows = 0, leafId = '' } = members.get(root) ?? {};
    return { rows, mayBeHeldOut: !known.has(root) && (groupsOf.get(leafId) ?? 0) > 1 };
  });
  const split = assignSplits(sized, recipe.splits);
  for (const place of [1, 2]) {
    const moved = roots.flatMap((root, i) => (split[i] === place ? (members.get(root)?.names ?? []) : []));
    for (let from = 0; from < moved.length; from += BUNDLES_AT_ONCE) {
      signal.throwIfAborted();
      await moveBundles(tx, place, moved.slice(from, from + BUNDLES_AT_ONCE));
    }
  }
}

/** Joins the bundles of texts that are alike. @returns the bundles with a text that is like a seed's. */
async function joinAlike(
  tx: Db,
  { placeOf, groups, signal }: { placeOf: ReadonlyMap<string, number>; groups: Groups; signal: AbortSignal },
): Promise<number[]> {
  const vocabulary = new Vocabulary();
  const index = new NearDuplicates(vocabulary, { threshold: splitThreshold, f: rougeL.unicode });
  const encode = (text: string) => vocabulary.encode(tokenizers.unicode(text));
  // The bundle of each text of the index; -1 for a seed's.
  const bundleOf: number[] = [];
  const likeSeeds: number[] = [];
  for (const text of await selectSeedTexts(tx)) {
    index.insert(encode(text));
    bundleOf.push(-1);
  }
  for (let after: string | null = null; ;) {
    const texts = await selectTexts(tx, after, TEXTS_AT_ONCE);
    signal.throwIfAborted();
    for (const { bundle, text } of texts) {
      const place = placeOf.get(bundle) ?? 0;
      const encoded = encode(text);
      for (const { id } of index.allOver(encoded)) {
        const other = bundleOf[id] ?? -1;
        if (other < 0) likeSeeds.push(place);
        else groups.join(place, other);
      }
      index.insert(encoded);
      bundleOf.push(place);
    }
    if (texts.length < TEXTS_AT_ONCE) return likeSeeds;
    after = texts.at(-1)?.id ?? null;
  }
}

/** The bundles and rows of each group, in the order of their first bundles. */
function gather(bundles: readonly Bundle[], groups: Groups) {
  const members = new Map<number, { names: string[]; rows: number; leafId: string }>();
  for (const [place, { bundle, rows, leafId }] of bundles.entries()) {
    const root = groups.rootOf(place);
    const group = members.get(root) ?? { names: [], rows: 0, leafId };
    group.names.push(bundle);
    group.rows += rows;
    members.set(root, group);
  }
  return { members, roots: [...members.keys()] };
}

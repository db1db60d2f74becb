import type { Db } from '@/prisma/client';
import type { FoundNodes, SearchQuery } from './contract';
import { crumbsOfMany } from './nodes';
import { selectNodesById } from './repository';
import { selectByPath, selectBySeeds } from './repository-search';
import { wordsOf } from './search-words';
import { makeShare } from '../share';
import { searchable, textsIn } from './seed-text';

const shareFound = makeShare<FoundNodes>();

/**
 * Finds nodes by words in their path, and leaves by the text of their seeds. All words must match, in any order and
 * ignoring case; `invoice csv` finds the leaf “csv” in the folder “invoices”. Without words, folders are listed, or leaves
 * with problems.
 */
export const searchNodes = (db: Db, taxonomyId: string, query: SearchQuery): Promise<FoundNodes> =>
  shareFound(db, JSON.stringify([taxonomyId, query]), () => findNodes(db, taxonomyId, query));

async function findNodes(db: Db, taxonomyId: string, { q, ...query }: SearchQuery): Promise<FoundNodes> {
  const asked = wordsOf(q);
  const isListed = query.only === 'folders' || query.only === 'problems';
  if (asked.length === 0 && !isListed) return { items: [], total: 0 };
  // An empty word is in every path.
  const words = asked.length === 0 ? [''] : asked;
  const wanted = { ...query, taxonomyId, words };
  const byPath = await selectByPath(db, wanted);
  // Seeds are much longer than names, so they are only searched when names give too few results.
  const left = isListed ? 0 : query.limit - byPath.length;
  const except = byPath.map(({ id }) => id);
  const bySeeds = left > 0 ? await selectBySeeds(db, { ...wanted, limit: left }, except) : [];
  const hits = [...byPath, ...bySeeds];
  const ids = hits.map(({ id }) => id);
  const [nodes, crumbs] = await Promise.all([selectNodesById(db, ids), crumbsOfMany(db, ids)]);
  const items = hits.flatMap(({ id, seeds }) => {
    const node = nodes.get(id);
    return node ? { node, above: crumbs.get(id)?.slice(0, -1) ?? [], excerpt: excerptOf(seeds, words) } : [];
  });
  return { items, total: (byPath[0]?.total ?? 0) + (bySeeds[0]?.total ?? 0) };
}

const BEFORE = 30;
const LONGEST = 120;

/** An excerpt of the first seed with one of the words; null without seeds. */
function excerptOf(seeds: unknown, words: readonly string[]): string | null {
  const texts = textsIn(seeds);
  for (const word of words) {
    for (const text of texts) {
      const at = searchable(text).indexOf(word);
      if (at < 0) continue;
      const from = Math.max(0, at - BEFORE);
      const piece = text
        .slice(from, from + LONGEST)
        .replaceAll(/\s+/g, ' ')
        .trim();
      return `${from > 0 ? '…' : ''}${piece}${from + LONGEST < text.length ? '…' : ''}`;
    }
  }
  return null;
}

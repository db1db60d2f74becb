import { LRUCache } from 'lru-cache';
import type { Db } from '@/prisma/client';
import type { LeafContent } from '../../seeds/contract';
import { contentsOf } from '../../seeds/for-run';
import { variantNames } from '../vocabulary-pipelines';
import type { Candidate, Filter, Refusal } from './filter';
import { TextPool, type Alike } from './near-duplicates/text-pool';
import { selectWrittenTexts } from './repository';

/** Where a text comes from that a new row is too similar to. */
type Source = { kind: 'seed' | 'sample'; id: string };

/**
 * Drops rows that say nearly the same as a seed or an earlier sample of their leaf, of this or any other run.
 *
 * The texts of a leaf stay in memory from item to item. Before rows are compared, those samples are read that were added
 * since, by whichever worker, so that the decisions do not depend on who makes them.
 */
export const nearDuplicates: Filter = {
  name: 'near-duplicates',
  label: 'Checked for near-duplicates',
  reason: 'near_duplicate',
  applies: ({ nearDuplicates: settings }) => settings !== null,
  async refuse(tx, { leafId, nearDuplicates: settings }, rows) {
    const refused = new Map<number, Refusal>();
    const [first] = rows;
    if (!settings || !first) return refused;
    const { threshold } = settings;
    const earlier = await poolOf(tx, { leafId, revisionId: first.revisionId, threshold });
    const own = new TextPool<Source>(threshold);
    for (const [place, row] of rows.entries()) {
      const text = textOf(row);
      const alike = moreAlike(earlier.find(text), own.find(text));
      if (alike) refused.set(place, refusalOf(alike));
      else own.add(text, { kind: 'sample', id: row.id });
    }
    return refused;
  },
};

const textOf = ({ context, question, provenance }: Candidate) => ({
  context,
  question,
  variant: provenance.documentVariant,
});

const moreAlike = (earlier: Alike<Source> | null, own: Alike<Source> | null): Alike<Source> | null =>
  earlier && own ? (own.score > earlier.score ? own : earlier) : (earlier ?? own);

const refusalOf = ({ source, question, score }: Alike<Source>): Refusal => ({
  detail: `It is nearly the same as ${source.kind === 'seed' ? 'a seed' : 'an earlier sample'} (ROUGE-L ${score.toFixed(2)}).`,
  kept: { nearest: { ...source, question, score } },
});

type Pool = { texts: TextPool<Source>; readUpTo: bigint };

/** Texts in all pools together: a text takes about 1.5 kB. */
const MAX_TEXTS = 200_000;
const pools = new LRUCache<string, Pool>({ maxSize: MAX_TEXTS });
const ROWS_PER_READ = 5_000;

/** The texts that rows of a leaf are compared with. Its caller has locked the leaf, so none is added meanwhile. */
async function poolOf(
  tx: Db,
  { leafId, revisionId, threshold }: { leafId: string; revisionId: string; threshold: number },
): Promise<TextPool<Source>> {
  const key = `${leafId} ${revisionId} ${threshold}`;
  const known = pools.get(key);
  const pool = known ?? { texts: await poolOfSeeds(tx, revisionId, threshold), readUpTo: -1n };
  // Taken out while it grows, and put back with its new size.
  pools.delete(key);
  for (;;) {
    const rows = await selectWrittenTexts(tx, leafId, { after: pool.readUpTo, limit: ROWS_PER_READ });
    for (const row of rows) pool.texts.add(row, { kind: 'sample', id: row.id });
    pool.readUpTo = rows.at(-1)?.seq ?? pool.readUpTo;
    if (rows.length < ROWS_PER_READ) break;
  }
  // A leaf with more texts than that is kept alone.
  pools.set(key, pool, { size: Math.min(pool.texts.size + 1, MAX_TEXTS) });
  return pool.texts;
}

async function poolOfSeeds(tx: Db, revisionId: string, threshold: number): Promise<TextPool<Source>> {
  const pool = new TextPool<Source>(threshold);
  const content = (await contentsOf(tx, [revisionId])).get(revisionId);
  for (const { id, ...text } of content ? textsOf(content) : []) pool.add(text, { kind: 'seed', id });
  return pool;
}

/** A seed of a knowledge leaf stands beside every variant of its documents. */
function textsOf(
  content: LeafContent,
): { id: string; context: string | null; question: string; variant: string | null }[] {
  if (content.kind !== 'knowledge') {
    return content.seeds.map((seed) => ({
      id: seed.id,
      context: content.kind === 'grounded' ? seed.context : null,
      question: seed.question,
      variant: null,
    }));
  }
  return content.seeds.flatMap(({ id, context, questionsAndAnswers }) =>
    questionsAndAnswers.flatMap(({ question }) => variantNames.map((variant) => ({ id, context, question, variant }))),
  );
}

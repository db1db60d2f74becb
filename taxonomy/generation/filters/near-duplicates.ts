import { LRUCache } from 'lru-cache';
import type { Db } from '@/prisma/client';
import type { LeafContent } from '../../seeds/contract';
import { mostCompared } from '../vocabulary-compared';
import { variantNames } from '../vocabulary-pipelines';
import { comparedInLeaf, comparedInRun, isAcrossLeaves, type Compared } from './compared';
import type { Candidate, Filter, Refusal } from './filter';
import { TextPool, type Alike } from './near-duplicates/text-pool';

/** Where a text comes from that a new row is too similar to. */
type Source = { kind: 'seed' | 'sample'; id: string; leafId: string };

/**
 * Drops rows that say nearly the same as a seed or an earlier sample, of this or any other run, of their leaf or of the
 * leaves that the run compares with each other.
 *
 * Texts stay in memory from item to item. Before rows are compared, those samples are read that were added
 * since, by whichever worker, so that the decisions do not depend on who makes them.
 */
export const nearDuplicates: Filter = {
  name: 'near-duplicates',
  label: 'Checked for near-duplicates',
  reason: 'near_duplicate',
  applies: ({ nearDuplicates: settings }) => settings !== null,
  async refuse(tx, { runId, leafId, nearDuplicates: settings }, rows) {
    const refused = new Map<number, Refusal>();
    const [first] = rows;
    if (!settings || !first) return refused;
    const { threshold } = settings;
    const compared = isAcrossLeaves(settings)
      ? await comparedInRun(tx, runId, leafId)
      : comparedInLeaf(leafId, first.revisionId);
    const earlier = await poolOf(tx, compared, threshold);
    const own = new TextPool<Source>(threshold);
    for (const [place, row] of rows.entries()) {
      const text = textOf(row);
      const alike = moreAlike(earlier.find(text), own.find(text));
      if (alike) refused.set(place, refusalOf(alike, leafId));
      else own.add(text, { kind: 'sample', id: row.id, leafId });
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

function refusalOf({ source, question, score }: Alike<Source>, leafId: string): Refusal {
  const { kind, id } = source;
  const elsewhere = source.leafId === leafId ? {} : { leafId: source.leafId };
  const what = `${kind === 'seed' ? 'a seed' : 'an earlier sample'}${source.leafId === leafId ? '' : ' of another leaf'}`;
  return {
    detail: `It is nearly the same as ${what} (ROUGE-L ${score.toFixed(2)}).`,
    kept: { nearest: { kind, id, ...elsewhere, question, score } },
  };
}

type Pool = { texts: TextPool<Source>; readUpTo: bigint };

/** Texts in all pools together: a text takes about 1.5 kB. */
const pools = new LRUCache<string, Pool>({ maxSize: mostCompared });

/** The texts that rows are compared with. Its caller has locked the samples, so none is added meanwhile. */
async function poolOf(tx: Db, compared: Compared, threshold: number): Promise<TextPool<Source>> {
  const key = `${compared.key} ${threshold}`;
  const pool = pools.get(key) ?? { texts: await poolOfSeeds(tx, compared, threshold), readUpTo: -1n };
  // Taken out while it grows, and put back with its new size.
  pools.delete(key);
  const reading = compared.samples(tx, pool.readUpTo);
  for (;;) {
    const { value, done } = await reading.next();
    if (done) {
      pool.readUpTo = value;
      break;
    }
    for (const row of value) pool.texts.add(row, { kind: 'sample', id: row.id, leafId: row.leafId });
  }
  // A pool with more texts than that is kept alone.
  pools.set(key, pool, { size: Math.min(pool.texts.size + 1, mostCompared) });
  return pool.texts;
}

async function poolOfSeeds(tx: Db, compared: Compared, threshold: number): Promise<TextPool<Source>> {
  const pool = new TextPool<Source>(threshold);
  for await (const { leafId, content } of compared.seeds(tx)) {
    for (const { id, ...text } of textsOf(content)) pool.add(text, { kind: 'seed', id, leafId });
  }
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

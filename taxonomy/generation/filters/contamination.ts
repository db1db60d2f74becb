import { LRUCache } from 'lru-cache';
import type { Db } from '@/prisma/client';
import type { EvaluationSetRef } from '../contract-evaluation-sets';
import { defaultThreshold } from '../vocabulary';
import { SHARED_WORDS, SharedWords } from './contamination/shared-words';
import type { Candidate, Filter, Refusal } from './filter';
import { TextPool } from './near-duplicates/text-pool';
import { selectEvaluationTexts } from './repository';

type Source = { set: EvaluationSetRef; line: number };
type Entry = Source & { text: string };

/**
 * Drops rows that are like a text of an evaluation set, so that no model is trained on its test: the question is alike by
 * ROUGE-L, or any of the row's texts has 13 words in a row with it.
 *
 * The sets are those of the run's start and never change, so all workers decide alike.
 */
export const contamination: Filter = {
  name: 'contamination',
  label: 'Checked against evaluation sets',
  reason: 'contaminated',
  applies: ({ evaluationSets }) => evaluationSets.length > 0,
  async refuse(tx, { evaluationSets, nearDuplicates }, rows) {
    const refused = new Map<number, Refusal>();
    if (rows.length === 0) return refused;
    const texts = await textsOf(tx, evaluationSets, nearDuplicates?.threshold ?? defaultThreshold);
    for (const [place, row] of rows.entries()) {
      const why = texts.alike(row) ?? texts.shared(row);
      if (why) refused.set(place, why);
    }
    return refused;
  },
};

/** The texts of some sets, as rows are compared with them. */
class EvaluationTexts {
  private readonly pool: TextPool<Source>;
  private readonly words = new SharedWords();
  private readonly entries: Entry[] = [];

  constructor(threshold: number) {
    this.pool = new TextPool(threshold);
  }

  add(entry: Entry): void {
    this.pool.add({ context: null, question: entry.text, variant: null }, entry);
    this.words.add(entry.text);
    this.entries.push(entry);
  }

  alike({ question }: Candidate): Refusal | null {
    const alike = this.pool.find({ context: null, question, variant: null });
    if (!alike) return null;
    const { source, question: text, score } = alike;
    return refusalOf(source, text, score, `ROUGE-L ${score.toFixed(2)}`);
  }

  shared({ context, question, answer }: Candidate): Refusal | null {
    for (const text of [question, answer, context ?? '']) {
      const shared = this.words.find(text);
      const entry = shared && this.entries[shared.place];
      if (entry)
        return refusalOf(entry, entry.text, null, `${SHARED_WORDS} words in a row: “${shared.words.join(' ')}”`);
    }
    return null;
  }
}

const refusalOf = ({ set, line }: Source, question: string, score: number | null, why: string): Refusal => ({
  detail: `It is like line ${line} of the evaluation set “${set.name}” (${why}).`,
  kept: { nearest: { kind: 'evaluation', id: `${set.name}, line ${line}`, question, score } },
});

/** With at most 100,000 texts of 20 million characters in all sets, one entry takes about 300 MB; runs usually share it. */
const loaded = new LRUCache<string, Promise<EvaluationTexts>>({ max: 2 });
const TEXTS_PER_READ = 5_000;

async function textsOf(tx: Db, sets: readonly EvaluationSetRef[], threshold: number): Promise<EvaluationTexts> {
  const key = JSON.stringify([sets.map(({ id }) => id), threshold]);
  const known = loaded.get(key);
  if (known) return known;
  const loading = load(tx, sets, threshold);
  loaded.set(key, loading);
  loading.catch(() => loaded.delete(key));
  return loading;
}

async function load(tx: Db, sets: readonly EvaluationSetRef[], threshold: number): Promise<EvaluationTexts> {
  const texts = new EvaluationTexts(threshold);
  for (const set of sets) {
    for (let after = 0; ;) {
      const rows = await selectEvaluationTexts(tx, set.id, { after, limit: TEXTS_PER_READ });
      for (const row of rows) texts.add({ set, ...row });
      after = rows.at(-1)?.line ?? after;
      if (rows.length < TEXTS_PER_READ) break;
    }
  }
  return texts;
}

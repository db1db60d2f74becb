import { createHash } from 'node:crypto';
import { splitThreshold } from '../../datasets/vocabulary-limits';
import type { HeldOutSample } from '../../datasets/held-out/held-out';
import { Likeness, type Compared } from './likeness';

/** A question with four answers, one of them right. */
export type Choice = { sample: HeldOutSample; choices: string[]; label: number };

const WRONG = 3;
/** Answers over this ROUGE-L F say too nearly the same. */
const ANSWER_LIKENESS = 0.5;
/** How many times as long the longer of two answers may be, tried one after the other. */
const RATIOS = [2, 4];
/** Others that are looked at in each pool, so that a large leaf takes no longer for each question. */
const LOOKED_AT = 200;

type Read = { sample: HeldOutSample; question: Compared; answer: Compared };

/**
 * Makes multiple choice of questions about documents. The three wrong answers are right ones of other questions: about the
 * same passage if there are enough, else of the same leaf, else of the same branch. They are of like length, unlike the
 * right answer and each other, and their questions are not alike; among those a hash of the seed chooses.
 *
 * @returns The questions for which there are three wrong answers, in the order of the samples.
 */
export function chooseAnswers(samples: readonly HeldOutSample[], seed: string): Choice[] {
  const likeness = new Likeness();
  const all = samples.map((sample): Read => ({
    sample,
    question: likeness.read(sample.question),
    answer: likeness.read(sample.answer),
  }));
  const pools = [
    poolsBy(all, ({ bundle, leafId }) => `${leafId} ${bundle}`),
    poolsBy(all, ({ leafId }) => leafId),
    poolsBy(all, ({ path }) => path.split('/')[0] ?? ''),
  ];
  return all.flatMap((own) => {
    const order = hashOf(`${seed}:choices:${own.sample.id}`);
    const others = new Set(pools.flatMap((pool) => pool(own, order)));
    for (const ratio of RATIOS) {
      const wrong = pickUnlike(own, others, { likeness, ratio });
      if (!wrong) continue;
      const label = order % (WRONG + 1);
      const choices = wrong.toSpliced(label, 0, own.sample.answer.trim());
      return { sample: own.sample, choices, label };
    }
    return [];
  });
}

/** Gives the others of a question's pool, beginning somewhere in it. */
function poolsBy(all: readonly Read[], keyOf: (sample: HeldOutSample) => string) {
  const pools = new Map<string, Read[]>();
  for (const each of all) {
    const key = keyOf(each.sample);
    const pool = pools.get(key);
    if (pool) pool.push(each);
    else pools.set(key, [each]);
  }
  return (own: Read, order: number): Read[] => {
    const pool = pools.get(keyOf(own.sample)) ?? [];
    const count = Math.min(pool.length, LOOKED_AT);
    return Array.from({ length: count }, (_, i) => pool[(order + i) % pool.length] as Read).filter(
      (each) => each !== own,
    );
  };
}

function pickUnlike(
  own: Read,
  others: ReadonlySet<Read>,
  { likeness, ratio }: { likeness: Likeness; ratio: number },
): string[] | null {
  const taken: Compared[] = [own.answer];
  for (const { question, answer } of others) {
    if (!isLikeLong(own.answer.text, answer.text, ratio)) continue;
    if (likeness.of(own.question, question) > splitThreshold) continue;
    if (taken.some((each) => likeness.of(each, answer) > ANSWER_LIKENESS || likeness.contains(each, answer))) continue;
    taken.push(answer);
    if (taken.length > WRONG) return taken.slice(1).map(({ text }) => text.trim());
  }
  return null;
}

function isLikeLong(one: string, other: string, ratio: number): boolean {
  const [short = 0, long = 0] = [one.trim().length, other.trim().length].toSorted((a, b) => a - b);
  return short > 0 && long <= short * ratio;
}

const hashOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);

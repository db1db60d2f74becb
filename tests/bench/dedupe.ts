import { CommonSubsequence } from '@/taxonomy/generation/filters/near-duplicates/common-subsequence';
import { NearDuplicates, Vocabulary } from '@/taxonomy/generation/filters/near-duplicates/near-duplicates';
import { rougeL } from '@/taxonomy/generation/filters/near-duplicates/rouge-l';
import { tokenizers } from '@/taxonomy/generation/filters/near-duplicates/tokenizers';
import { alikeTexts, bruteForce } from '../support/alike-texts';
import { quantile, type Figure } from './figure';

const TEXTS = Number(process.env.BENCH_ROWS ?? 100_000);
const GOAL_SECONDS_PER_100_000 = 10;
const COMPARED = 1_500;
const ALL_PAIRS = 6_000;
const RUNS = 3;
const THRESHOLD = 0.7;

/**
 * Drops near-duplicates among instructions of some 25 words, half of them changed copies; beside the same decisions from
 * all pairs, with the same bit-parallel LCS.
 */
export async function measure(): Promise<Figure[]> {
  const texts = alikeTexts(TEXTS, { seed: 1, words: 20_000, most: 50 }).map((words) => words.join(' '));
  const times = Array.from({ length: RUNS }, () => timeOf(() => kept(texts)));
  const few = texts.slice(0, ALL_PAIRS);
  const indexTimes = Array.from({ length: RUNS }, () => timeOf(() => kept(few)));
  const pairTimes = Array.from({ length: RUNS }, () => timeOf(() => keptOfAllPairs(few)));
  const seconds = quantile(times, 0.5);
  const speedUp = quantile(pairTimes, 0.5) / quantile(indexTimes, 0.5);
  const differences = countDifferences(texts.slice(0, COMPARED));
  const goal = (GOAL_SECONDS_PER_100_000 * TEXTS) / 100_000;
  return [
    figure({
      metric: `${TEXTS} texts, one thread`,
      value: round(seconds),
      unit: 's',
      goal: `≤ ${goal}`,
      holds: seconds <= goal,
    }),
    figure({
      metric: `${ALL_PAIRS} texts`,
      value: round(quantile(indexTimes, 0.5)),
      unit: 's',
      against: `all pairs ${round(quantile(pairTimes, 0.5))} s`,
      ratio: round(speedUp),
      goal: '≥ 10 times',
      holds: speedUp >= 10,
    }),
    figure({
      metric: `of ${COMPARED} texts decided unlike the textbook`,
      value: differences,
      unit: 'texts',
      goal: '0',
      holds: differences === 0,
    }),
  ];
}

const figure = (given: Partial<Figure> & Pick<Figure, 'metric' | 'value' | 'unit' | 'goal' | 'holds'>): Figure => ({
  bench: 'dedupe',
  against: null,
  ratio: null,
  ...given,
});

const round = (value: number): number => Math.round(value * 100) / 100;

function timeOf(act: () => unknown): number {
  const started = performance.now();
  act();
  return (performance.now() - started) / 1000;
}

/** From texts, so with the time for tokens. */
function kept(texts: string[]): boolean[] {
  const vocabulary = new Vocabulary();
  const encoded = texts.map((text) => vocabulary.encode(tokenizers.unicode(text)));
  const index = new NearDuplicates(vocabulary, { threshold: THRESHOLD, f: rougeL.unicode });
  return encoded.map((text) => 'id' in index.add(text));
}

function keptOfAllPairs(texts: string[]): boolean[] {
  const vocabulary = new Vocabulary();
  const lcs = new CommonSubsequence();
  const pool: Int32Array[] = [];
  return texts.map((text) => {
    const { tokens } = vocabulary.encode(tokenizers.unicode(text));
    lcs.set(tokens);
    const isNew = pool.every((other) => {
      const common = tokens.length === 0 ? 0 : lcs.lengthWith(other, 0, other.length);
      return rougeL.unicode(common, tokens.length, other.length) <= THRESHOLD;
    });
    if (isNew) pool.push(tokens);
    return isNew;
  });
}

function countDifferences(texts: string[]): number {
  const expected = bruteForce(texts.map(tokenizers.unicode), THRESHOLD, 'unicode').map((found) => found === null);
  const decided = kept(texts);
  return expected.filter((isKept, i) => isKept !== decided[i]).length;
}

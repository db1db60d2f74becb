import type { Db } from '@/prisma/client';
import { countTokens } from '../../documents/tokens';
import type { RunMeasures } from '../contract-comparison';
import { Vocabulary, type EncodedText } from '../filters/near-duplicates/near-duplicates';
import { tokenizers } from '../filters/near-duplicates/tokenizers';
import { comparisonLimits } from '../vocabulary-comparison-limits';
import { DistinctNGrams } from './distinct-n-grams';
import { nearestScores } from './nearest-scores';
import { Pace } from './pace';
import { selectMeasuredTexts, selectSampleIds, type TextsOf } from './repository-texts';
import { spreadOf } from './spread';

const TEXTS_PER_READ = 100;
/** Reading a text is one step, and comparing it with the others two. */
const STEPS_PER_TEXT = 3;
const PARTS = 10;

type Work = {
  /** The most rows to measure. */
  rows: number;
  signal: AbortSignal;
  report?: (done: number, total: number) => void;
};

/**
 * Measures the texts of a run: how alike its questions are, how many n-grams differ, how long its texts are.
 *
 * Memory is bounded by the number of rows and words that are measured (`comparisonLimits`), and other requests get their
 * turn about every 12 ms.
 *
 * @throws the signal's reason when it is aborted.
 */
export async function measureRun(db: Db, texts: TextsOf, { rows, signal, report }: Work): Promise<RunMeasures> {
  const ids = await selectSampleIds(db, texts, rows);
  const pace = new Pace(signal, (done) => report?.(done, ids.length * STEPS_PER_TEXT));
  const vocabulary = new Vocabulary();
  const ngrams = new DistinctNGrams();
  const questions: EncodedText[] = [];
  const lengths = { question: [] as number[], answer: [] as number[] };
  for (let start = 0; start < ids.length; start += TEXTS_PER_READ) {
    // Read in parts, so that only the words that are measured stay in memory.
    for (const row of await selectMeasuredTexts(db, ids.slice(start, start + TEXTS_PER_READ))) {
      const question = tokenizers.unicode(row.question).slice(0, comparisonLimits.questionWords);
      questions.push(vocabulary.encode(question));
      ngrams.add(question);
      ngrams.add(tokenizers.unicode(row.answer).slice(0, comparisonLimits.answerWords));
      lengths.question.push(countTokens(row.question));
      lengths.answer.push(row.answerTokens ?? countTokens(row.answer));
      await pace.step();
    }
  }
  const scores = await nearestScores(vocabulary, questions, pace);
  return {
    rowsMeasured: questions.length,
    nearestMean: scores.length < 2 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    nearestCounts: countsByPart(scores.length < 2 ? [] : [...scores]),
    distinct: ngrams.shares(),
    questionTokens: spreadOf(lengths.question),
    answerTokens: spreadOf(lengths.answer),
  };
}

/** How many scores are in each tenth from 0 to 1; a score of 1 is in the last. */
function countsByPart(scores: readonly number[]): number[] {
  const counts = Array.from({ length: PARTS }, () => 0);
  for (const score of scores) {
    const part = Math.min(PARTS - 1, Math.floor(score * PARTS));
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}

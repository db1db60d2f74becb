import { NearDuplicates, type EncodedText, type Vocabulary } from '../filters/near-duplicates/near-duplicates';
import { rougeL } from '../filters/near-duplicates/rouge-l';
import type { Pace } from './pace';

/**
 * For each text, the highest F of ROUGE-L with any other one; 0 when it shares no word with any.
 *
 * Exact. Each text is compared with those before it, then with those after it, so that it never meets itself.
 *
 * @param texts All encoded by `vocabulary`, which has ranked none of them yet.
 * @param pace Takes two steps per text.
 */
export async function nearestScores(
  vocabulary: Vocabulary,
  texts: readonly EncodedText[],
  pace: Pick<Pace, 'step'>,
): Promise<Float64Array> {
  const scores = new Float64Array(texts.length);
  const places = [...texts.keys()];
  for (const order of [places, places.toReversed()]) {
    const before = new NearDuplicates(vocabulary, { threshold: 0, f: rougeL.unicode });
    for (const place of order) {
      const text = texts[place];
      if (!text) continue;
      scores[place] = Math.max(scores[place] ?? 0, before.nearest(text)?.score ?? 0);
      before.insert(text);
      // One text is compared with all others at a time, which is short because their number and length are limited.
      await pace.step();
    }
  }
  return scores;
}

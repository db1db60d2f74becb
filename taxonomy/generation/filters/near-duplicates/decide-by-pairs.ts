import { CommonSubsequence } from './common-subsequence';
import type { CandidatePairs } from './candidate-pairs';
import type { LineIndex } from './line-index';
import { rougeL } from './rouge-l';
import { tokenizers, type TokenizerName } from './tokenizers';

/** What became of a line. A dropped one has the kept line that it is most like, the earliest of several, and their F. */
export type LineDecision = { line: number } & (
  { kept: true; nearest: null; score: null } | { kept: false; nearest: number; score: number }
);

/**
 * Decides each line of a file in order, by ROUGE-L with those earlier lines only that it is paired with: it is dropped when
 * one of them was kept and F is over the threshold.
 *
 * So no line is dropped without a kept near-duplicate, whatever the pairs are, and a pair that is missing can leave a
 * near-duplicate in. With all pairs over the threshold the decisions are those of `NearDuplicates`.
 */
export function* decideByPairs(
  index: LineIndex,
  pairs: CandidatePairs,
  { threshold, tokenizer }: { threshold: number; tokenizer: TokenizerName },
): Generator<LineDecision> {
  const isKept = new Uint8Array(index.last + 1);
  const comparison = new Comparison(tokenizer);
  for (const line of index.lines()) {
    let nearest: { line: number; score: number } | null = null;
    let isSet = false;
    for (const earlier of pairs.earlierThan(line)) {
      if (!isKept[earlier]) continue;
      if (!isSet) comparison.set(index.textAt(line));
      isSet = true;
      const score = comparison.with(index.textAt(earlier));
      if (score > (nearest?.score ?? threshold)) nearest = { line: earlier, score };
    }
    if (nearest) yield { line, kept: false, nearest: nearest.line, score: nearest.score };
    else {
      isKept[line] = 1;
      yield { line, kept: true, nearest: null, score: null };
    }
  }
}

/** F of one text and others. It numbers only the words of the one, since another word is common to no pair of texts. */
class Comparison {
  readonly #tokenizer: TokenizerName;
  readonly #lcs = new CommonSubsequence();
  #numbers = new Map<string, number>();
  #count = 0;

  constructor(tokenizer: TokenizerName) {
    this.#tokenizer = tokenizer;
  }

  set(text: string): void {
    const words = tokenizers[this.#tokenizer](text);
    this.#numbers = new Map();
    this.#count = words.length;
    this.#lcs.set(
      Int32Array.from(words, (word) => {
        const number = this.#numbers.get(word) ?? this.#numbers.size;
        this.#numbers.set(word, number);
        return number;
      }),
    );
  }

  with(other: string): number {
    const words = tokenizers[this.#tokenizer](other);
    if (this.#count === 0 || words.length === 0) return 0;
    const numbers = Int32Array.from(words, (word) => this.#numbers.get(word) ?? this.#numbers.size);
    return rougeL[this.#tokenizer](this.#lcs.lengthWith(numbers, 0, numbers.length), this.#count, words.length);
  }
}

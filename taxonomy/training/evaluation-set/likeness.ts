import { CommonSubsequence } from '../../generation/filters/near-duplicates/common-subsequence';
import { Vocabulary } from '../../generation/filters/near-duplicates/near-duplicates';
import { rougeL } from '../../generation/filters/near-duplicates/rouge-l';
import { tokenizers } from '../../generation/filters/near-duplicates/tokenizers';

/** A text that is compared with many others. */
export type Compared = { text: string; tokens: Int32Array };

/** Compares short texts two by two, by ROUGE-L. */
export class Likeness {
  readonly #vocabulary = new Vocabulary();
  readonly #lcs = new CommonSubsequence();

  read(text: string): Compared {
    return { text, tokens: this.#vocabulary.encode(tokenizers.unicode(text)).tokens };
  }

  /** F of ROUGE-L, 0 to 1. Texts without any word are 1 when they are equal. */
  of(one: Compared, other: Compared): number {
    return (
      rougeL.unicode(this.#common(one, other), one.tokens.length, other.tokens.length) || Number(isSame(one, other))
    );
  }

  /** Whether one text says the other: all of its words, in their order. */
  contains(one: Compared, other: Compared): boolean {
    const shorter = Math.min(one.tokens.length, other.tokens.length);
    return shorter === 0 ? isSame(one, other) : this.#common(one, other) === shorter;
  }

  #common(one: Compared, other: Compared): number {
    if (one.tokens.length === 0 || other.tokens.length === 0) return 0;
    this.#lcs.set(one.tokens);
    return this.#lcs.lengthWith(other.tokens, 0, other.tokens.length);
  }
}

const isSame = (one: Compared, other: Compared): boolean =>
  one.text.trim().toLowerCase() === other.text.trim().toLowerCase();

import { tokenizers } from '../near-duplicates/tokenizers';

/** The usual length for finding texts of a test in training data, since GPT-3. */
export const SHARED_WORDS = 13;

/** Sequences of 13 words, by a hash of 52 bits: 8 bytes each. */
export class SharedWords {
  #hashes = new Float64Array(1_024);
  #count = 0;
  #isSorted = true;

  add(text: string): void {
    for (const hash of hashesOf(tokenizers.unicode(text))) {
      if (this.#count === this.#hashes.length) {
        const larger = new Float64Array(this.#count * 2);
        larger.set(this.#hashes);
        this.#hashes = larger;
      }
      this.#hashes[this.#count] = hash;
      this.#count += 1;
      this.#isSorted = false;
    }
  }

  /** The first 13 words of a text that, by their hash, an added text has in the same order; null when there are none. */
  find(text: string): string[] | null {
    if (!this.#isSorted) this.#hashes.subarray(0, this.#count).sort();
    this.#isSorted = true;
    const words = tokenizers.unicode(text);
    const at = hashesOf(words).findIndex((hash) => this.#has(hash));
    return at < 0 ? null : words.slice(at, at + SHARED_WORDS);
  }

  #has(hash: number): boolean {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#hashes[middle] ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    return low < this.#count && this.#hashes[low] === hash;
  }
}

/** Whether a text has these words in this order. */
export function hasWords(text: string, words: readonly string[]): boolean {
  const own = tokenizers.unicode(text);
  const [first] = words;
  return own.some((word, at) => word === first && words.every((each, i) => own[at + i] === each));
}

function hashesOf(words: readonly string[]): number[] {
  const own = words.map(hashOf);
  return Array.from({ length: Math.max(0, words.length - SHARED_WORDS + 1) }, (_, at) => {
    let [a, b] = [0x811c9dc5, 0x9747b28c];
    for (let i = at; i < at + SHARED_WORDS; i += 1) {
      a = Math.imul(a ^ (own[i] ?? 0), 0x01000193);
      b = Math.imul(b ^ (own[i] ?? 0), 0x85ebca6b) ^ (b >>> 13);
    }
    return (a >>> 0) * 2 ** 20 + ((b >>> 0) & 0xfffff);
  });
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

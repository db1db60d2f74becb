import { tokenizers } from '../near-duplicates/tokenizers';

/** The usual length for finding texts of a test in training data, since GPT-3. */
export const SHARED_WORDS = 13;

/** A number has room for 53 bits: 36 of a hash, and the place of a text. */
const PLACES = 2 ** 17;

/** Thirteen words in a row, and the place of a text that has them, too. */
export type Shared = { words: string[]; place: number };

/**
 * Finds texts that have 13 words in a row with another. A sequence takes 8 bytes: a hash and the place of its text. Hashes
 * only find candidates; the words themselves are compared.
 */
export class SharedWords {
  readonly #texts: string[] = [];
  #keys = new Float64Array(1_024);
  #count = 0;
  #isSorted = true;

  /** Adds a text; the first one has place 0. @throws RangeError for more than 131,072 texts. */
  add(text: string): void {
    const place = this.#texts.push(text) - 1;
    if (place >= PLACES) throw new RangeError('Too many texts.');
    for (const hash of hashesOf(tokenizers.unicode(text))) {
      if (this.#count === this.#keys.length) {
        const larger = new Float64Array(this.#count * 2);
        larger.set(this.#keys);
        this.#keys = larger;
      }
      this.#keys[this.#count] = hash * PLACES + place;
      this.#count += 1;
      this.#isSorted = false;
    }
  }

  /** The first 13 words of a text that an added text has in the same order; null when there are none. */
  find(text: string): Shared | null {
    if (!this.#isSorted) this.#keys.subarray(0, this.#count).sort();
    this.#isSorted = true;
    const words = tokenizers.unicode(text);
    for (const [at, hash] of hashesOf(words).entries()) {
      const sequence = words.slice(at, at + SHARED_WORDS);
      const place = this.#placesOf(hash).find((each) => hasWords(this.#texts[each] ?? '', sequence));
      if (place !== undefined) return { words: sequence, place };
    }
    return null;
  }

  /** The places of texts that have a sequence with this hash, the earliest first. */
  #placesOf(hash: number): number[] {
    const from = hash * PLACES;
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    const places: number[] = [];
    for (let i = low; i < this.#count; i += 1) {
      const place = (this.#keys[i] ?? 0) - from;
      if (place >= PLACES) break;
      if (place !== places.at(-1)) places.push(place);
    }
    return places;
  }
}

/** Whether a text has these words in this order. */
function hasWords(text: string, words: readonly string[]): boolean {
  const own = tokenizers.unicode(text);
  const [first] = words;
  return own.some((word, at) => word === first && words.every((each, i) => own[at + i] === each));
}

/** A hash of 36 bits for each 13 words in a row. */
function hashesOf(words: readonly string[]): number[] {
  const own = words.map(hashOf);
  return Array.from({ length: Math.max(0, words.length - SHARED_WORDS + 1) }, (_, at) => {
    let [a, b] = [0x811c9dc5, 0x9747b28c];
    for (let i = at; i < at + SHARED_WORDS; i += 1) {
      a = Math.imul(a ^ (own[i] ?? 0), 0x01000193);
      b = Math.imul(b ^ (own[i] ?? 0), 0x85ebca6b) ^ (b >>> 13);
    }
    return (a >>> 0) * 16 + ((b >>> 0) & 15);
  });
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

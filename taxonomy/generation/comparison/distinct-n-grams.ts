/** Words and pairs have numbers below this, so that a pair and a word fit into one exact number. */
const MOST = 2 ** 26;

/**
 * Counts different n-grams of words over many texts, for n = 1, 2, 3 (distinct-n). An n-gram never crosses the end of a
 * text. Exact: n-grams are numbered, not hashed.
 *
 * @see Li et al., A Diversity-Promoting Objective Function for Neural Conversation Models, arXiv:1510.03055
 */
export class DistinctNGrams {
  readonly #words = new Map<string, number>();
  readonly #pairs = new Map<number, number>();
  readonly #triples = new Set<number>();
  readonly #all: [number, number, number] = [0, 0, 0];

  add(words: readonly string[]): void {
    let previous = -1;
    let previousPair = -1;
    for (const text of words) {
      const word = numbered(this.#words, text);
      const pair = previous < 0 ? -1 : numbered(this.#pairs, previous * MOST + word);
      if (previousPair >= 0) this.#triples.add(previousPair * MOST + word);
      previous = word;
      previousPair = pair;
    }
    this.#all[0] += words.length;
    this.#all[1] += Math.max(0, words.length - 1);
    this.#all[2] += Math.max(0, words.length - 2);
  }

  /** Different n-grams divided by all, for n = 1, 2, 3; null when there is none. */
  shares(): (number | null)[] {
    return [this.#words.size, this.#pairs.size, this.#triples.size].map((different, i) => {
      const all = this.#all[i] ?? 0;
      return all === 0 ? null : different / all;
    });
  }
}

function numbered<Key>(known: Map<Key, number>, key: Key): number {
  const number = known.get(key) ?? known.size;
  if (number === known.size) known.set(key, number);
  return number;
}

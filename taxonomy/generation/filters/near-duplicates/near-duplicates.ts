import { CommonSubsequence, countBits, grown } from './common-subsequence';
import type { FMeasure } from './rouge-l';

/** A text by numbers: its tokens in order, and its elements (see `Vocabulary`). */
export type EncodedText = { tokens: Int32Array; elements: Int32Array };

/** An earlier text, by the number that `add` gave it, and its F. */
export type Nearest = { id: number; score: number };

/**
 * Numbers for tokens. A token's first, second, third … occurrence in a text are different elements, so that a text is a
 * set of elements, and two texts have as many elements in common as tokens, whatever their order.
 */
export class Vocabulary {
  readonly #tokens = new Map<string, number>();
  /** By token and occurrence. */
  readonly #repeats = new Map<number, number>();
  readonly #counts: number[] = [];
  #ranks: Int32Array | null = null;

  /** Counts the text, too, until the first `rank`. */
  encode(words: string[]): EncodedText {
    const tokens = new Int32Array(words.length);
    const elements = new Int32Array(words.length);
    const occurrences = new Map<number, number>();
    for (const [i, word] of words.entries()) {
      let token = this.#tokens.get(word);
      if (token === undefined) this.#tokens.set(word, (token = this.#tokens.size));
      const occurrence = occurrences.get(token) ?? 0;
      occurrences.set(token, occurrence + 1);
      const key = token * MOST_TOKENS + occurrence;
      let element = this.#repeats.get(key);
      if (element === undefined) this.#repeats.set(key, (element = this.#counts.push(0) - 1));
      this.#counts[element] = (this.#counts[element] ?? 0) + 1;
      tokens[i] = token;
      elements[i] = element;
    }
    return { tokens, elements };
  }

  /**
   * The ranks of a text's elements, lowest first. Rare elements have low ranks. The order is settled by the first call;
   * what is new after it counts as rare.
   */
  rank({ elements }: EncodedText): Int32Array {
    this.#ranks ??= rareFirst(this.#counts);
    const known = this.#ranks;
    return elements.map((element) => (element < known.length ? (known[element] as number) : -element)).toSorted();
  }
}

/** Most tokens of one text that are told apart by their occurrence: far more than any context holds. */
const MOST_TOKENS = 2 ** 24;

function rareFirst(counts: number[]): Int32Array {
  const ranks = new Int32Array(counts.length);
  const order = Int32Array.from(counts.keys()).sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || a - b);
  for (let rank = 0; rank < order.length; rank += 1) ranks[order[rank] as number] = rank;
  return ranks;
}

/** Words of a text's bitmap. */
const MAP_WORDS = 4;
/** An entry of a posting list: the id of a text, how many tokens it has, and the place of the element in it. */
const ENTRY = 3;
/** Rounding of a product of a threshold and a count is far below this. */
const ROUNDING = 1e-9;

/**
 * Finds near-duplicates by ROUGE-L, exactly: the same decisions as from comparing each text with every one before it.
 *
 * Only pairs that can be over the threshold are compared. F = 2·LCS / (m + n), and the LCS of two texts is at most the
 * number of elements that they have in common, so for F over the threshold t they need more than t·(m + n)/2. It follows
 * that (1) their lengths are alike; (2) they share one of their rarest elements, which an index of those finds (the
 * prefix filter of set-similarity joins); (3) the elements after the first shared one are enough; (4) bitmaps of their
 * elements differ in few bits. What passes all four is merged, and then compared by LCS.
 *
 * @see Xiao et al., Efficient similarity joins for near-duplicate detection (2011); Sandes et al., Bitmap filter (2020)
 */
export class NearDuplicates {
  readonly #vocabulary: Vocabulary;
  readonly #threshold: number;
  readonly #f: FMeasure;
  readonly #lcs = new CommonSubsequence();

  #count = 0;
  /** Tokens and ranked elements of all texts, one after the other; text `i` is from `#starts[i]` to `#starts[i + 1]`. */
  #tokens = new Int32Array(1 << 16);
  #ranks = new Int32Array(1 << 16);
  #starts = new Int32Array(1 << 10);
  #maps = new Int32Array(1 << 12);
  /** The search that looked at a text last, so that no search looks twice. */
  #lookedAt = new Int32Array(1 << 10);
  #search = 0;
  /** By length of another text: the least LCS that matters in the running search. */
  #neededBy = new Int32Array(1 << 8);
  #longest = 0;
  readonly #postings = new Map<number, Postings>();
  readonly #map = new Int32Array(MAP_WORDS);

  /** @param threshold From 0 to 1. A pair with F of exactly the threshold is not a near-duplicate. */
  constructor(vocabulary: Vocabulary, { threshold, f }: { threshold: number; f: FMeasure }) {
    this.#vocabulary = vocabulary;
    this.#threshold = threshold;
    this.#f = f;
  }

  /** Adds a text unless it is a near-duplicate. @returns its number, from 0 up, or what it is a near-duplicate of. */
  add(text: EncodedText): { id: number } | { nearest: Nearest } {
    const ranks = this.#vocabulary.rank(text);
    const nearest = this.#find(text, ranks, null);
    return nearest ? { nearest } : { id: this.#insert(text, ranks) };
  }

  /** Adds a text, whatever it is like. @returns its number. */
  insert(text: EncodedText): number {
    return this.#insert(text, this.#vocabulary.rank(text));
  }

  /** The most similar text that is over the threshold, the earliest of several; null when there is none. */
  nearest(text: EncodedText): Nearest | null {
    return this.#find(text, this.#vocabulary.rank(text), null);
  }

  /** All texts that are over the threshold, in no order. */
  allOver(text: EncodedText): Nearest[] {
    const found: Nearest[] = [];
    this.#find(text, this.#vocabulary.rank(text), found);
    return found;
  }

  /** @param all Gets every text that is over the threshold. Without it only better ones than the best are looked at. */
  #find({ tokens }: EncodedText, ranks: Int32Array, all: Nearest[] | null): Nearest | null {
    const m = ranks.length;
    if (m === 0) return null;
    const least = this.#leastLength(m);
    const most = Math.min(this.#longest, this.#mostLength(m));
    if (this.#neededBy.length <= most) this.#neededBy = grown(this.#neededBy, most + 1);
    const neededBy = this.#neededBy;
    for (let n = least; n <= most; n += 1) neededBy[n] = this.#needed(m, n);
    const prefix = m - this.#needed(m, least) + 1;
    const map = this.#mapOf(ranks);
    const search = (this.#search += 1);
    let best: Nearest | null = null;
    let isSet = false;
    for (let i = 0; i < prefix; i += 1) {
      const postings = this.#postings.get(ranks[i] as number);
      if (!postings) continue;
      const { entries, length } = postings;
      for (let k = 0; k < length; k += ENTRY) {
        const n = entries[k + 1] as number;
        if (n < least || n > most) continue;
        const needed = neededBy[n] as number;
        const j = entries[k + 2] as number;
        if (1 + Math.min(m - i - 1, n - j - 1) < needed) continue;
        const id = entries[k] as number;
        if (this.#lookedAt[id] === search) continue;
        this.#lookedAt[id] = search;
        if (m + n - this.#differingBits(map, id) < 2 * needed) continue;
        if (!this.#haveInCommon(needed, ranks, i, id, j)) continue;
        if (!isSet) this.#lcs.set(tokens);
        isSet = true;
        const start = this.#starts[id] as number;
        const score = this.#f(this.#lcs.lengthWith(this.#tokens, start, start + n), m, n);
        if (score <= this.#threshold) continue;
        all?.push({ id, score });
        if (all) continue;
        if (best && (score < best.score || (score === best.score && id > best.id))) continue;
        best = { id, score };
        for (let other = least; other <= most; other += 1) neededBy[other] = leastCommon(score, m, other);
      }
    }
    return best;
  }

  /** Whether two texts have at least `needed` elements in common, the first of them at `i` and `j`. */
  #haveInCommon(needed: number, ranks: Int32Array, i: number, id: number, j: number): boolean {
    const others = this.#ranks;
    const m = ranks.length;
    const end = this.#starts[id + 1] as number;
    let a = i;
    let b = (this.#starts[id] as number) + j;
    let common = 0;
    while (a < m && b < end) {
      const difference = (ranks[a] as number) - (others[b] as number);
      if (difference === 0) common += 1;
      if (difference <= 0) a += 1;
      if (difference >= 0) b += 1;
      if (common + Math.min(m - a, end - b) < needed) return false;
    }
    return common >= needed;
  }

  #insert({ tokens }: EncodedText, ranks: Int32Array): number {
    const id = this.#count;
    const m = ranks.length;
    const start = this.#starts[id] as number;
    this.#count += 1;
    if (this.#starts.length < id + 2) this.#starts = grown(this.#starts, id + 2);
    if (this.#lookedAt.length < id + 1) this.#lookedAt = grown(this.#lookedAt, id + 1);
    if (this.#maps.length < (id + 1) * MAP_WORDS) this.#maps = grown(this.#maps, (id + 1) * MAP_WORDS);
    if (this.#tokens.length < start + m) {
      this.#tokens = grown(this.#tokens, start + m);
      this.#ranks = grown(this.#ranks, start + m);
    }
    this.#starts[id + 1] = start + m;
    this.#longest = Math.max(this.#longest, m);
    this.#tokens.set(tokens, start);
    this.#ranks.set(ranks, start);
    this.#maps.set(this.#mapOf(ranks), id * MAP_WORDS);
    if (m === 0) return id;
    const prefix = m - this.#needed(m, this.#leastLength(m)) + 1;
    for (let i = 0; i < prefix; i += 1) {
      const rank = ranks[i] as number;
      let postings = this.#postings.get(rank);
      if (!postings) this.#postings.set(rank, (postings = { entries: new Int32Array(2 * ENTRY), length: 0 }));
      if (postings.length === postings.entries.length) postings.entries = grown(postings.entries, 2 * postings.length);
      postings.entries[postings.length] = id;
      postings.entries[postings.length + 1] = m;
      postings.entries[postings.length + 2] = i;
      postings.length += ENTRY;
    }
    return id;
  }

  /** The least LCS with which texts of m and n tokens are over the threshold. */
  #needed(m: number, n: number): number {
    const common = leastCommon(this.#threshold, m, n);
    return this.#f(common, m, n) > this.#threshold ? common : common + 1;
  }

  #leastLength(m: number): number {
    return Math.max(1, Math.ceil((m * this.#threshold) / (2 - this.#threshold) - ROUNDING));
  }

  #mostLength(m: number): number {
    return this.#threshold === 0 ? Infinity : Math.floor((m * (2 - this.#threshold)) / this.#threshold + ROUNDING);
  }

  /** Each element turns one bit over, so texts with h different bits have at least h different elements. */
  #mapOf(ranks: Int32Array): Int32Array {
    const map = this.#map.fill(0);
    for (let i = 0; i < ranks.length; i += 1) {
      let hash = Math.imul(ranks[i] as number, 0x9e_37_79_b1);
      hash = Math.imul(hash ^ (hash >>> 15), 0x85_eb_ca_6b);
      hash ^= hash >>> 13;
      (map[(hash >>> 5) & (MAP_WORDS - 1)] as number) ^= 1 << (hash & 31);
    }
    return map;
  }

  #differingBits(map: Int32Array, id: number): number {
    let bits = 0;
    for (let w = 0; w < MAP_WORDS; w += 1) {
      bits += countBits((map[w] as number) ^ (this.#maps[id * MAP_WORDS + w] as number));
    }
    return bits;
  }
}

/** The least LCS with which texts of m and n tokens have at least this F. */
const leastCommon = (f: number, m: number, n: number): number => Math.max(1, Math.ceil((f * (m + n)) / 2 - ROUNDING));

type Postings = { entries: Int32Array<ArrayBuffer>; length: number };

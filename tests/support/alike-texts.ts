import { rougeL } from '@/taxonomy/generation/filters/near-duplicates/rouge-l';
import type { TokenizerName } from '@/taxonomy/generation/filters/near-duplicates/tokenizers';

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Texts of a few words, many of them changed copies of earlier ones: words left out, exchanged, repeated, moved. */
export function alikeTexts(
  count: number,
  { seed, words, most }: { seed: number; words: number; most: number },
): string[][] {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const word = () => `w${Math.floor(words * random() ** 2)}`;
  const texts: string[][] = [];
  for (let i = 0; i < count; i += 1) {
    if (i === 0 || random() < 0.4) {
      texts.push(Array.from({ length: below(most + 1) }, word));
      continue;
    }
    const text = [...(texts[below(i)] ?? [])];
    for (let change = below(1 + text.length / 2); change > 0; change -= 1) {
      const at = below(text.length);
      const kind = below(4);
      if (kind === 0) text.splice(at, 1);
      if (kind === 1) text[at] = word();
      if (kind === 2) text.splice(at, 0, text[below(text.length)] ?? word());
      if (kind === 3) text.splice(below(text.length), 0, ...text.splice(at, 2));
    }
    texts.push(text);
  }
  return texts;
}

/** The textbook table. */
export function lcsOf(a: readonly unknown[], b: readonly unknown[]): number {
  let above = Array.from({ length: b.length + 1 }, () => 0);
  for (const x of a) {
    const row = [0];
    for (const [j, y] of b.entries())
      row.push(x === y ? (above[j] ?? 0) + 1 : Math.max(above[j + 1] ?? 0, row[j] ?? 0));
    above = row;
  }
  return above[b.length] ?? 0;
}

export type Decision = { nearest: number; score: number } | null;

/** Compares each text with all that were kept before it. */
export function bruteForce(texts: string[][], threshold: number, name: TokenizerName): Decision[] {
  const kept: number[] = [];
  return texts.map((text, i) => {
    let best: Decision = null;
    for (const other of kept) {
      const words = texts[other] ?? [];
      const score = rougeL[name](lcsOf(words, text), words.length, text.length);
      if (score > threshold && score > (best?.score ?? 0)) best = { nearest: other, score };
    }
    if (!best) kept.push(i);
    return best;
  });
}

import { createHash } from 'node:crypto';

/** Texts that differ only in case, spacing or Unicode form count as equal. */
export const normalizeForDedupe = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Samples of a leaf with the same hash are exact duplicates. */
export const dedupeHashOf = (context: string | null, question: string): string =>
  sha256(`${normalizeForDedupe(context ?? '')}\n\0${normalizeForDedupe(question)}`);

/** The beginning of a text in quotes, on one line and cut between words. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 80 ? `“${line}”` : `“${line.slice(0, 80).replace(/\s\S*$/u, '')} …”`;
}

/** Characters of English per token. A safe estimate: enough for a bound, and a thousand times faster than counting. */
const CHARACTERS_PER_TOKEN = 3.5;

/** About how many tokens a text of this length has; not rounded. */
export const tokensIn = (characters: number): number => characters / CHARACTERS_PER_TOKEN;

import { searchable } from './seed-text';

/** The words of a search. Slashes between names are treated as spaces between words. */
export const wordsOf = (search: string): string[] =>
  searchable(search)
    .split(/[\s/]+/)
    .filter(Boolean);

/** Patterns for LIKE that match texts with these words in them. */
export const patternsOf = (words: readonly string[]): string[] =>
  words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);

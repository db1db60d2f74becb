import { createRequire } from 'node:module';
import type * as Encoding from 'gpt-tokenizer/encoding/cl100k_base';

/** The tokenizer for all token counts in Seedleaf. */
export const tokenEncoding = 'cl100k_base';

/** The tokenizer is quadratic in the length of a run without breaks, so longer runs are counted in slices. */
const LONGEST_RUN = 128;
const longRun = new RegExp(`\\S{${LONGEST_RUN}}|\\s{${LONGEST_RUN}}`, 'u');
const slices = new RegExp(`\\S{1,${LONGEST_RUN}}|\\s{1,${LONGEST_RUN}}`, 'gu');

const special = { disallowedSpecial: new Set<string>() };

let encoding: typeof Encoding | undefined;

/** Its ranks take 40 MB and 0.1 s to load, so they are loaded at the first count, not at startup. */
function loaded(): typeof Encoding {
  // `require` has no types; this is the module of the type above.
  encoding ??= createRequire(import.meta.url)('gpt-tokenizer/encoding/cl100k_base') as typeof Encoding;
  return encoding;
}

/**
 * Tokens of a text in cl100k_base.
 *
 * Only an approximation for other models: their own tokenizers differ from it by some 10 to 20 % for English prose, and
 * more for other scripts. Text such as `<|endoftext|>` counts as ordinary characters. Runs of more than 128 characters
 * without a space are counted in slices, which can add a token at each cut.
 */
export function countTokens(text: string): number {
  const { countTokens: count } = loaded();
  if (!longRun.test(text)) return count(text, special);
  return (text.match(slices) ?? []).reduce((sum, slice) => sum + count(slice, special), 0);
}

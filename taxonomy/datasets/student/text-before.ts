import type { OpenTokenizer } from './open-tokenizer';

/**
 * The text of the first `count` tokens of a text. A tokenizer that changes texts (lower case, say) does not give them
 * back exactly: then it is as much of the text as the tokens are of all tokens.
 */
export async function textBefore(
  tokenizer: OpenTokenizer,
  text: string,
  ids: readonly number[],
  count: number,
): Promise<string> {
  if (count <= 0) return '';
  if (count >= ids.length) return text;
  const [decoded = ''] = await tokenizer.decode([ids.slice(0, count)]);
  // A token may end in the middle of a letter.
  const whole = decoded.replace(/\uFFFD+$/u, '');
  return text.startsWith(whole) ? whole : text.slice(0, Math.round((text.length * count) / ids.length));
}

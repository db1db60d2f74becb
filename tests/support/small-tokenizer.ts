const SPLIT = /'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** The letters that stand for bytes in a byte-level vocabulary, by byte. */
export const byteLetters: readonly string[] = (() => {
  const isShown = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isShown(byte) ? byte : next++));
})();

const lettersOf = (text: string): string[] => [...Buffer.from(text, 'utf8')].map((byte) => byteLetters[byte]!);

/**
 * Trains a byte-level BPE on some texts, by counting the most frequent pair again and again.
 *
 * @param special Tokens such as the end of a turn.
 * @returns The content of a tokenizer.json.
 */
export function trainTokenizer(texts: readonly string[], special: readonly string[], mergesWanted = 200) {
  const words = new Map<string, { letters: string[]; count: number }>();
  for (const word of texts.flatMap((text) => text.match(SPLIT) ?? [])) {
    const known = words.get(word);
    if (known) known.count += 1;
    else words.set(word, { letters: lettersOf(word), count: 1 });
  }
  const merges: [string, string][] = [];
  for (let i = 0; i < mergesWanted; i += 1) {
    const pairs = new Map<string, number>();
    for (const { letters, count } of words.values())
      for (let at = 1; at < letters.length; at += 1) {
        const pair = `${letters[at - 1]} ${letters[at]}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + count);
      }
    const [best] = [...pairs].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (!best || best[1] < 2) break;
    const [left, right] = best[0].split(' ') as [string, string];
    merges.push([left, right]);
    for (const word of words.values()) word.letters = merge(word.letters, left, right);
  }
  const vocab = Object.fromEntries(
    [...byteLetters, ...merges.map((pair) => pair.join(''))].map((token, i) => [token, i]),
  );
  const size = Object.keys(vocab).length;
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content, i) => ({
      id: size + i,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab,
      merges,
    },
  };
}

function merge(letters: readonly string[], left: string, right: string): string[] {
  const merged: string[] = [];
  for (let i = 0; i < letters.length; i += 1) {
    const isPair = letters[i] === left && letters[i + 1] === right;
    merged.push(isPair ? left + right : letters[i]!);
    if (isPair) i += 1;
  }
  return merged;
}

export const fileSource = (json: unknown, name = 'small') => ({
  kind: 'file' as const,
  name,
  bytes: async function* () {
    yield Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
  },
  config: {},
});

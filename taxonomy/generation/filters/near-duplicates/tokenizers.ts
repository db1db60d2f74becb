/** Splits a text into the tokens that ROUGE-L compares. */
export type Tokenizer = (text: string) => string[];

/**
 * Letters of writing systems without spaces between words. Each counts as one token, with the marks that belong to it,
 * because where such words end depends on the dictionary.
 */
const unspaced = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}`;
const unicodeToken = new RegExp(
  String.raw`[[${unspaced}]&&[\p{L}\p{N}]]\p{M}*|[[\p{L}\p{N}\p{M}]--[${unspaced}]]+`,
  'gv',
);

/** Words and numbers of any language, in lower case. Texts that differ only in Unicode form have the same tokens. */
const unicode: Tokenizer = (text) => text.normalize('NFKC').toLowerCase().match(unicodeToken) ?? [];

/**
 * The tokens of Google's `rouge_score` without its stemmer: ASCII letters and digits only. A text in another script has
 * none, and so is no near-duplicate of anything.
 *
 * @see google-research, rouge/tokenize.py
 */
const rougeScore: Tokenizer = (text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

/** The name of a tokenizer also decides how F is rounded (see `rougeL`). */
export const tokenizers = { unicode, rouge_score: rougeScore } as const satisfies Record<string, Tokenizer>;
export type TokenizerName = keyof typeof tokenizers;

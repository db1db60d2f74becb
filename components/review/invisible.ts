/**
 * Characters that cannot be seen: control characters (except tab and line feed), unusual spaces, zero-width characters,
 * direction marks, and private-use characters. Joiners inside an emoji or a Persian word are part of its spelling.
 */
const invisible =
  /(?![\t\n])\p{Cc}|[\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff\ufff9-\ufffb\p{Surrogate}\p{Co}]|\u{e0001}|(?<![\p{L}\p{M}\p{Extended_Pictographic}\ufe0f])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{Extended_Pictographic}])/gu;

const names: Record<string, string> = {
  '\r': 'CR',
  '\u00a0': 'NBSP',
  '\u00ad': 'SHY',
  '\u200b': 'ZWSP',
  '\u200c': 'ZWNJ',
  '\u200d': 'ZWJ',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u3000': 'wide space',
  '\ufeff': 'BOM',
};

const nameOf = (character: string): string =>
  names[character] ?? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

export type Piece = { text: string; name: string | null };

/** The text in pieces: visible parts, and each invisible character with its name. */
export function invisiblePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(invisible)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), name: null });
    pieces.push({ text: match[0], name: nameOf(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), name: null });
  return pieces;
}

/** The number of invisible characters. Windows line ends do not count. */
export const countInvisible = (text: string): number => text.replaceAll('\r\n', '\n').match(invisible)?.length ?? 0;

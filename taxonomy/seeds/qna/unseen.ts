import type { Fault, Place } from './problem';

const names = new Map([
  [0x85, 'next line'],
  [0xa0, 'no-break space'],
  [0xad, 'soft hyphen'],
  [0x200b, 'zero width space'],
  [0x200c, 'zero width non-joiner'],
  [0x200d, 'zero width joiner'],
  [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'],
  [0x2028, 'line separator'],
  [0x2029, 'paragraph separator'],
  [0x202f, 'narrow no-break space'],
  [0x2060, 'word joiner'],
  [0x3000, 'ideographic space'],
  [0xfeff, 'byte order mark'],
  [0xff1a, 'full-width colon'],
]);

/** Spaces other than U+0020 and characters without width: they cannot be seen in an editor. */
const unseenOrLine = /\n|\uff1a|\u0085|[\u2028\u2029]|(?! )\p{Zs}|\p{Cf}|[\u115f\u3164\uffa0]/gu;

/** Positions where YAML expects a space: before a key or value, or after its colon or dash. */
const inStructure =
  /(?:^(?:[ \p{Zs}-]|[\u00ad\u200b-\u200f\u2060-\u2064\ufeff])*|^ *(?:- +)*["']?\w+["']?[\u200b\u2060\ufeff]*:)$/u;
type Unseen = Place & { code: number; isStructure: boolean; count: number };

const LONGEST_BEFORE = 300;

/** Finds invisible characters, except where the script needs them. Each is listed once, at its first position. */
export function findUnseen(text: string): Unseen[] {
  const found = new Map<string, Unseen>();
  const note = (code: number, isStructure: boolean, place: Place) => {
    const key = `${code} ${isStructure}`;
    const known = found.get(key);
    if (known) known.count += 1;
    else found.set(key, { ...place, code, isStructure, count: 1 });
  };
  let [line, lineStart] = [1, 0];
  for (const { index, 0: character } of text.matchAll(unseenOrLine)) {
    if (character === '\n') [line, lineStart] = [line + 1, index + 1];
    const code = character.codePointAt(0) ?? 0;
    if (character === '\n' || (index === 0 && code === BYTE_ORDER_MARK)) continue;
    const before = index - lineStart < LONGEST_BEFORE ? text.slice(lineStart, index) : null;
    const isStructure = before !== null && (code === WIDE_COLON ? /^ *(?:- +)*\w+$/ : inStructure).test(before);
    if (code === WIDE_COLON ? isStructure : isStructure || !belongs(text, index, character))
      note(code, isStructure, { line, column: index - lineStart + 1 });
  }
  return [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

const WIDE_COLON = 0xff1a;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Whether the script needs it: joiners in other scripts and emoji, direction marks in right-to-left text, wide spaces
 * in CJK text.
 */
function belongs(text: string, index: number, character: string): boolean {
  const before = text.charAt(index - 1);
  const after = text.charAt(index + character.length);
  // These Arabic and Syriac signs are in the same Unicode class but visible.
  if (/^[\u0600-\u0605\u06dd\u070f\u08e2]$/.test(character)) return true;
  if (/^(?:\u200c|\u200d|[\u{e0000}-\u{e007f}])$/u.test(character)) return before > '\u007f';
  if (/^[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]$/.test(character)) {
    return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(
      text.slice(Math.max(0, index - 200), index + 200),
    );
  }
  const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;
  return character === '\u3000' && cjk.test(before + after);
}

export const codeOf = (code: number): string => {
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = names.get(code);
  return name === undefined ? hex : `${hex} (${name})`;
};

const isBlank = (code: number): boolean => /\p{Zs}/u.test(String.fromCodePoint(code));

/** The message for one that breaks the YAML. */
export function wordsOnStructure({ code, line, column }: Unseen): string {
  const at = `${codeOf(code)} at ${line}:${column}`;
  if (code === 0xff1a) return `${at} is not a colon in YAML. Write a plain colon and a space.`;
  return isBlank(code)
    ? `${at} looks like a space but is not one in YAML. Replace it with a space.`
    : `${at} is invisible, and YAML reads it as part of the name or text. Remove it.`;
}

/** One hint per character: its first position, how often it appears, and what to do. */
export const hintsOnUnseen = (found: Unseen[]): Fault[] =>
  found.map((each) => {
    const { line, column, code, count } = each;
    const remedy = isBlank(code) ? 'Replace it with a space' : 'Remove it';
    const words = each.isStructure
      ? wordsOnStructure(each)
      : `${codeOf(code)} at ${line}:${column} is invisible. ${remedy}, unless it is intended.`;
    const more = count === 1 ? '' : ` There are ${count.toLocaleString('en')} of them.`;
    return { line, column, keyword: 'hint', message: words + more };
  });

import { quote } from '../text';
import type { Rule } from './rule';

/** The same line this often, and long enough that it is not a table's border or a bracket. */
const SAME_LINES = 4;
const LONG_LINE = 24;
/** The same words one after the other this often. */
const IN_A_ROW = 6;
/** The longest group of words that is looked for. */
const MAX_WORDS = 12;

export const repetition: Rule = {
  name: 'repetition',
  find({ question, answer }) {
    for (const text of [question, answer]) {
      const repeated = repeatedLine(text) ?? repeatedWords(text);
      if (repeated !== null) return `It repeats itself: ${quote(repeated)}`;
    }
    return null;
  },
};

function repeatedLine(text: string): string | null {
  const seen = new Map<string, number>();
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line.length < LONG_LINE || !/\p{L}/u.test(line)) continue;
    const times = (seen.get(line) ?? 0) + 1;
    if (times >= SAME_LINES) return line;
    seen.set(line, times);
  }
  return null;
}

/** A word, or one character of a script that is written without spaces. */
const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]\p{M}*|[\p{L}\p{M}\p{N}'’]+/gu;

/** A group of words that stands there several times in a row, such as “and so on and so on and so on”. */
function repeatedWords(text: string): string | null {
  const words = text.toLowerCase().match(wordPattern) ?? [];
  for (let size = 1; size <= MAX_WORDS; size += 1) {
    let run = 0;
    for (let i = size; i < words.length; i += 1) {
      run = words[i] === words[i - size] ? run + 1 : 0;
      if (run < size * (IN_A_ROW - 1)) continue;
      const group = words.slice(i - size + 1, i + 1);
      // Numbers repeat in data, and short words in play (“ha ha ha”, “哈哈哈”).
      const isText =
        size === 1 ? /\p{L}.{2}/u.test(group[0] ?? '') : new Set(group).size > 1 && /\p{L}/u.test(group.join(''));
      if (isText) return words.slice(i - run - size + 1, i + 1).join(' ');
    }
  }
  return null;
}

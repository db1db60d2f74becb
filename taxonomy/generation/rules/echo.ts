import { quote } from '../text';
import type { Rule } from './rule';

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** A question shorter than this says little, and an answer may well be the same words. */
const MIN_WORDS = 4;

/** An answer that is its question once more, whatever the punctuation. */
export const echo: Rule = {
  name: 'echo',
  find({ question, answer }) {
    const [asked, said] = [words(question), words(answer)];
    if (asked.length < MIN_WORDS || said.join(' ') !== asked.join(' ')) return null;
    return `The answer is the question once more: ${quote(answer)}`;
  },
};

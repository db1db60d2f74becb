import type { Rule } from './rule';

/** Characters. Longer texts do not fit into the context of the models that are trained here. */
const MAX_QUESTION = 8_000;
const MAX_ANSWER = 24_000;

export const length: Rule = {
  name: 'length',
  find({ question, answer }) {
    if (!/[\p{L}\p{N}]/u.test(question)) return 'The question has no letters or digits.';
    // An answer may be one sign, such as “+”, but not nothing that can be seen.
    if (!/[^\p{White_Space}\p{C}]/u.test(answer)) return 'The answer has no visible characters.';
    if (question.length > MAX_QUESTION) return tooLong('question', question.length, MAX_QUESTION);
    if (answer.length > MAX_ANSWER) return tooLong('answer', answer.length, MAX_ANSWER);
    return null;
  },
};

const tooLong = (what: string, is: number, most: number): string =>
  `The ${what} has ${is.toLocaleString('en')} characters; at most ${most.toLocaleString('en')} are allowed.`;

import { TASK } from '../prompts/prompt';
import { quote } from '../text';
import type { Rule } from './rule';

/** Marks of our own prompts, of chat templates, and of templates that were not filled in. */
const leftoverMarks = [
  /\[(QUESTION|ANSWER|CONTEXT|TEXT|END|UNANSWERABLE)\]/,
  /<\/?[a-z]{1,20} [0-9a-f]{8}>/,
  new RegExp(`^${TASK}[a-z]+(-[a-z]+)+$`, 'm'),
  /^Number wanted: \d+$/m,
  /^(SCORE|VERDICT): /m,
  /<\|[a-z_]{2,40}\|>/i,
  /\[\/?INST\]|<<\/?SYS>>|<\/?(start|end)_of_turn>/,
  /\{\{\s?[a-z_]{2,40}\s?\}\}/i,
  /\[(insert|your|name of)\b[^\]\n]{0,40}\]/i,
];

export const leftovers: Rule = {
  name: 'leftovers',
  find({ context, question, answer }) {
    for (const [what, text] of [
      ['question', question],
      ['answer', answer],
    ] as const) {
      for (const mark of leftoverMarks) {
        const match = mark.exec(text);
        // A mark that the context has too is part of the material.
        if (match && !context?.includes(match[0])) return `The ${what} still has ${quote(match[0])} in it.`;
      }
    }
    return null;
  },
};

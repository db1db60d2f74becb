import { judgePrompt } from './prompt';

const system = `
You grade an answer to a question about a text before a model learns from them. Give one of three grades:
1 - The answer is wrong, says what the text does not support, misses the question, leaves out what was asked for, or
    is garbled.
2 - The answer is right, follows from the text and does what was asked, but is brief: it explains nothing where that
    would help.
3 - The answer is right, complete and well written, and all of it follows from the text.
When you are between two grades, give the lower one. Length alone earns nothing.

Say in one to three sentences what is good and what is wrong. Then end with one line, and nothing after it:
SCORE: 1
or
SCORE: 2
or
SCORE: 3
`;

/** 1 to 3 for a question and its answer, and whether the context supports the answer. */
export const judgeGroundedPair = judgePrompt({
  name: 'judge-grounded-pair',
  version: 3,
  system,
  sections: ['context', 'question', 'answer'],
  order: 'How good is the answer, by the text? Say why in a sentence or two, then SCORE: 1, SCORE: 2 or SCORE: 3.',
  cases: [
    {
      row: {
        context: 'The ferry to Skerry leaves at 9:10 and at 14:40. On Sundays only the later one sails.',
        question: 'When does the last ferry leave?',
        answer: 'The last ferry leaves at 18:00.',
      },
      judged: 'The text knows of no ferry at 18:00; the last one leaves at 14:40.\nSCORE: 1',
    },
    {
      row: {
        context: 'The ferry to Skerry leaves at 9:10 and at 14:40. On Sundays only the later one sails.',
        question: 'Can I leave in the morning on a Sunday?',
        answer: 'No.',
      },
      judged: 'It is right, but does not say that only the ferry at 14:40 sails on Sundays.\nSCORE: 2',
    },
    {
      row: {
        context:
          'The ferry to Skerry leaves at 9:10 and at 14:40. On Sundays only the later one sails. The crossing takes 50 minutes.',
        question: 'When would I be in Skerry on a Sunday?',
        answer:
          'On Sundays only the ferry at 14:40 sails. The crossing takes 50 minutes, so you would be in Skerry at 15:30.',
      },
      judged:
        'It takes the right ferry, adds the crossing rightly and shows how; all of it follows from the text.\nSCORE: 3',
    },
  ],
});

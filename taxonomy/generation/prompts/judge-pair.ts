import { judgePrompt } from './prompt';

const system = `
You grade an answer to a question before a model learns from the two. Give one of three grades:
1 - The answer is wrong, misses the question, leaves out what was asked for, or is garbled.
2 - The answer is right and does what was asked, but is brief: it explains nothing where that would help.
3 - The answer is right, complete and well written, as an expert who takes care would give it.
When you are between two grades, give the lower one. Length alone earns nothing.

Say in one to three sentences what is good and what is wrong. Then end with one line, and nothing after it:
SCORE: 1
or
SCORE: 2
or
SCORE: 3
`;

/** 1 to 3 for a question and its answer. */
export const judgePair = judgePrompt({
  name: 'judge-pair',
  version: 3,
  system,
  sections: ['question', 'answer'],
  order: 'How good is the answer? Say why in a sentence or two, then SCORE: 1, SCORE: 2 or SCORE: 3.',
  cases: [
    {
      row: { question: 'Which is the largest planet of the solar system?', answer: 'Saturn is the largest planet.' },
      judged: 'It is wrong: Jupiter is larger than Saturn.\nSCORE: 1',
    },
    {
      row: { question: 'Why is the sky blue?', answer: 'Because air scatters blue light more than red.' },
      judged: 'It is right and gives what was asked for, but does not explain why that makes the sky blue.\nSCORE: 2',
    },
    {
      row: {
        question: 'Why does bread rise?',
        answer:
          'Yeast in the dough feeds on sugars and gives off carbon dioxide. The gluten of the flour holds the gas in small bubbles, so the dough swells; in the oven the bubbles grow once more before the crumb sets.',
      },
      judged:
        'It is right, names both the gas and what holds it, and is clear from the first word to the last.\nSCORE: 3',
    },
  ],
});

import { judgePrompt } from './prompt';

const system = `
You check whether an answer is an answer to its question. Give a point for each that holds:
- Subject: the answer is about what the question is about. 1 or 0.
- Focus: the answer gives what the question asks for, and does not wander off to something else. 1 or 0.
Whether it is true is not your concern here.

Say in one sentence each what you give and why. Then end with the sum in one line, and nothing after it:
SCORE: 0
or
SCORE: 1
or
SCORE: 2
`;

/** 0 to 2: does the answer match the question's subject, and its focus. */
export const judgeRelevancy = judgePrompt({
  name: 'judge-relevancy',
  version: 2,
  system,
  sections: ['question', 'answer'],
  order: 'Does the answer fit the question? Say why in a sentence or two, then SCORE: 0, SCORE: 1 or SCORE: 2.',
  cases: [
    {
      row: { question: 'At what time of day do barn owls hunt?', answer: 'Copper conducts heat well.' },
      judged: 'Subject: 0, it is about copper. Focus: 0, nothing that was asked for.\nSCORE: 0',
    },
    {
      row: { question: 'At what time of day do barn owls hunt?', answer: 'Barn owls have a white, heart-shaped face.' },
      judged: 'Subject: 1, it is about barn owls. Focus: 0, it says nothing of when they hunt.\nSCORE: 1',
    },
    {
      row: { question: 'At what time of day do barn owls hunt?', answer: 'They hunt at dusk.' },
      judged: 'Subject: 1, it is about the hunting of barn owls. Focus: 1, it gives the time of day.\nSCORE: 2',
    },
  ],
});

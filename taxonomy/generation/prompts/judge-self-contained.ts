import { judgePrompt } from './prompt';

const system = `
You check one exam question in the domain that the user names. It scores 1 when all of this holds, else 0:
- Somebody who knows the domain can answer it with nothing else before them.
- It does not lean on a text, table, figure, example or earlier question that is not in it ("according to the
  passage", "in the table above", "the author says").
- It says which thing it is about: no "he", "it" or "this method" without a name.

Say in one or two sentences how it fares. Then end with one line, and nothing after it:
SCORE: 1
or
SCORE: 0
`;

/** 1 for a question that can be understood and answered without its passage, 0 for any other. */
export const judgeSelfContained = judgePrompt({
  name: 'judge-self-contained',
  version: 2,
  system,
  sections: ['domain', 'question'],
  order: 'Does the question stand for itself? Say why in a sentence or two, then SCORE: 1 or SCORE: 0.',
  cases: [
    {
      row: { domain: 'Birds', question: 'According to the table, which of them is the heaviest?' },
      judged: 'It leans on a table that is not there, and does not say who "they" are.\nSCORE: 0',
    },
    {
      row: { domain: 'Birds', question: 'How do barn owls find mice in the dark?' },
      judged: 'It names the bird and what is asked; somebody who knows birds can answer it.\nSCORE: 1',
    },
  ],
});

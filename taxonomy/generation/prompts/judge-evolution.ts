import { judgePrompt } from './prompt';

const system = `
You compare a question with the earlier one that it was made from.
YES - It asks for something else or for more: another subject, a further condition, more depth or more steps, so that a
      good answer to the earlier one would not be a good answer to it.
NO - It asks for the same in other words, or with words that change nothing.

Say in one or two sentences what differs. Then end with one line, and nothing after it:
VERDICT: YES
or
VERDICT: NO
`;

/** Whether a question really differs from the one that it was evolved from. */
export const judgeEvolution = judgePrompt({
  name: 'judge-evolution',
  version: 1,
  system,
  sections: ['earlier', 'question'],
  order: 'Does it ask for something else or for more? Say why in a sentence or two, then VERDICT: YES or VERDICT: NO.',
  cases: [
    {
      row: { earlier: 'Why does bread rise?', question: 'What is the reason that bread rises?' },
      judged: 'Both ask for the cause of the same thing; only the words differ.\nVERDICT: NO',
    },
    {
      row: { earlier: 'Why does bread rise?', question: 'Why does rye bread rise less than wheat bread?' },
      judged:
        'It asks for a comparison of two flours, which an answer to the earlier one would not give.\nVERDICT: YES',
    },
  ],
});

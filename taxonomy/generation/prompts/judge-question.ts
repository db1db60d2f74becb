import { judgePrompt } from './prompt';

const system = `
You check one question before a model learns from it. It scores 1 when all of this holds, else 0:
- A language model can answer it by text alone: no pictures, sound, files, links, web or actions in the world.
- It is correct in its own language, whichever that is, and can be understood without anything that is not in it.
- It is well formed: a clear question or instruction, without leftovers of a template and without its own answer.
- It belongs to the task that the user describes.

Say in one to three sentences how it fares. Then end with one line, and nothing after it:
SCORE: 1
or
SCORE: 0
`;

/** 1 for a question that can be used, 0 for one that cannot. */
export const judgeQuestion = judgePrompt({
  name: 'judge-question',
  version: 4,
  system,
  sections: ['task', 'question'],
  order: 'Can the question be used? Say why in a sentence or two, then SCORE: 1 or SCORE: 0.',
  cases: [
    {
      row: {
        task: 'Turn a sentence into the past tense.',
        question: 'Put the sentence on the sign in the photo into the past tense.',
      },
      judged: 'It belongs to the task, but it cannot be answered without the photo.\nSCORE: 0',
    },
    {
      row: { task: 'Name the capital of a country.', question: 'What is the capital of Peru?' },
      judged: 'It names the country, can be answered in a word, and belongs to the task.\nSCORE: 1',
    },
  ],
});

import { judgePrompt } from './prompt';

const system = `
You check one question about a text before a model learns from it. It scores 1 when all of this holds, else 0:
- It can be answered from the text alone. If the text does not hold what the answer needs, the score is 0.
- A language model can answer it in writing: no pictures, sound, links, web or actions in the world.
- It is correct in its own language, whichever that is, and well formed: a clear question or instruction, without leftovers of a template.
- It belongs to the task that the user describes.

Say in one to three sentences how it fares. Then end with one line, and nothing after it:
SCORE: 1
or
SCORE: 0
`;

/** 1 for a question that can be used and that its context answers, 0 for any other. */
export const judgeGroundedQuestion = judgePrompt({
  name: 'judge-grounded-question',
  version: 4,
  system,
  sections: ['task', 'context', 'question'],
  order:
    'Can the question be used, and does the text answer it? Say why in a sentence or two, then SCORE: 1 or SCORE: 0.',
  cases: [
    {
      row: {
        task: 'Answer questions about timetables.',
        context: 'The ferry to Skerry leaves at 9:10 and at 14:40. On Sundays only the later one sails.',
        question: 'How much does a return ticket to Skerry cost?',
      },
      judged: 'The question fits the task, but the text does not say what a ticket costs.\nSCORE: 0',
    },
    {
      row: {
        task: 'Answer questions about timetables.',
        context: 'The ferry to Skerry leaves at 9:10 and at 14:40. On Sundays only the later one sails.',
        question: 'When does the Sunday ferry to Skerry leave?',
      },
      judged:
        'The text says which ferry sails on Sundays and when it leaves, and the question fits the task.\nSCORE: 1',
    },
  ],
});

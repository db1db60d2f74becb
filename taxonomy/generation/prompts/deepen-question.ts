import { messages, tagged, type Prompt } from './prompt';

const system = `
You make questions harder, and another model will learn from them. A question here is anything a person may ask or order.
The user says in which way. The first answer below is an example.
- Change the question in that way and in no other. What it was about stays, and all material in it stays.
- It can still be answered, by text alone and by a person who knows the subject.
- Add ten to twenty words at most, in the language of the question.
- Write only the new question: no answer, and not a word about the old one or about what you changed.

Write it like this, and nothing around it:
[QUESTION]
the new question
[END]
`;

const shown = {
  task: 'Add one condition that the answer has to meet.',
  question: 'Why does bread rise?',
  deepened:
    'Why does bread rise when it is made with sourdough alone, and why does that take longer than with bought yeast?',
};

/** A harder version of a question. @see WizardLM (arXiv:2304.12244), in-depth evolving */
export const deepenQuestion: Prompt<{ task: string; question: string }> = {
  name: 'deepen-question',
  version: 1,
  text: system,
  temperature: 1,
  maxTokens: 1024,
  render({ task, question }, fence) {
    const asked = (way: string, text: string) => [
      fence.section('task', way),
      fence.section('question', text),
      'Make the question harder in this way.',
    ];
    return messages(this, {
      shown: [{ asked: asked(shown.task, shown.question), answered: tagged('QUESTION', [shown.deepened]) }],
      asked: asked(task, question),
    });
  },
};

import { messages, numberWanted, tagged, type Prompt } from './prompt';

const system = `
You write questions from which another model will learn one task. A question here is anything a person may ask or
order: a question, an instruction, a request with the text that it is about.

The first answer below holds the examples. Write new questions for the task that the user describes:
- Each can be answered by text alone, without pictures, sound, files, links or the web.
- Each is clear and complete in itself, in the language of the examples, of one or two sentences unless the examples are longer.
- They sound like different people. Vary the subject, the wording, the length and the difficulty; do not reuse one
  pattern, and do not repeat an example.
- Keep to the style and format of the examples, and to the task.
- Nothing harmful, insulting or private, and nothing that needs such an answer.
- Questions only: no answers, no numbering, no remarks.

Write each question like this, one after the other:
[QUESTION]
the question
[END]
`;

/** New questions for a skill, in the style of seeds of its leaf. */
export const writeQuestions: Prompt<{ task: string; examples: { question: string }[]; count: number }> = {
  name: 'write-questions',
  version: 3,
  text: system,
  temperature: 0,
  maxTokens: 4096,
  render({ task, examples, count }, fence) {
    const asked = (order: string, wanted: number) => [fence.section('task', task), order, numberWanted(wanted)];
    const questions = examples.map(({ question }) => question);
    return messages(this, {
      shown: [
        { asked: asked('Write questions for the task.', questions.length), answered: tagged('QUESTION', questions) },
      ],
      asked: asked('Write other questions for the task, different from one another.', count),
    });
  },
};

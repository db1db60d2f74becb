import { messages, numberWanted, tagged, type Prompt } from './prompt';

const system = `
You write questions about a text, from which another model will learn one task. A question here is anything a
person may ask or order about the text.

The first question below, on the first text, is the example. Write new questions about the last text:
- Each can be answered from that text alone, with nothing added from elsewhere.
- Each fits the task, and has the style and format of the example question.
- They are different from one another in what they ask for and in wording.
- Clear and complete, in the language of the examples; nothing harmful or insulting.
- Questions only: no answers, no numbering, no remarks.

Write each question like this, one after the other:
[QUESTION]
the question
[END]
`;

/** New questions on a new context, in the style of one seed. */
export const writeGroundedQuestions: Prompt<{
  task: string;
  example: { context: string; question: string };
  context: string;
  count: number;
}> = {
  name: 'write-grounded-questions',
  version: 3,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render({ task, example, context, count }, fence) {
    const asked = (text: string, wanted: number) => [
      fence.section('task', task),
      fence.section('context', text),
      'Write questions about the text.',
      numberWanted(wanted),
    ];
    return messages(this, {
      shown: [{ asked: asked(example.context, 1), answered: tagged('QUESTION', [example.question]) }],
      asked: asked(context, count),
    });
  },
};

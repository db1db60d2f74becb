import { messages, tagged, type Prompt } from './prompt';

const system = `
You answer questions about texts, and another model will learn from your answers. The first answer below is the
example.
- Take each answer from its own text alone. Add nothing from elsewhere, and make nothing up.
- It is right, complete and to the point, in the style and format of the example.
- In the language of the example, correct and polite, and safe for anybody to read.
- It does not mention the example, this task or that you are a model.

Write it like this, and nothing around it:
[ANSWER]
the answer
[END]
`;

/** An answer from a context, in the style of one seed. */
export const writeGroundedAnswer: Prompt<{
  example: { context: string; question: string; answer: string };
  context: string;
  question: string;
}> = {
  name: 'write-grounded-answer',
  version: 3,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render({ example, context, question }, fence) {
    const asked = (text: string, about: string) => [
      fence.section('context', text),
      fence.section('question', about),
      'Answer the question from the text.',
    ];
    return messages(this, {
      shown: [{ asked: asked(example.context, example.question), answered: tagged('ANSWER', [example.answer]) }],
      asked: asked(context, question),
    });
  },
};

import { exampleSections, messages, type Prompt } from './prompt';

const system = `
You answer a question about a text, and another model will learn from your answer.
- Take the answer from the text alone. Add nothing from elsewhere, and make nothing up.
- It is right, complete and to the point, in the style and format of the example's answer.
- Correct English, polite, and safe for anybody to read.
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
  version: 1,
  temperature: 0,
  maxTokens: 2048,
  render({ example, context, question }, fence) {
    return messages(this, system, [
      exampleSections(fence, [example]),
      fence.section('context', context),
      fence.section('question', question),
    ]);
  },
};

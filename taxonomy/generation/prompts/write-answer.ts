import { exampleSections, messages, type Prompt } from './prompt';

const system = `
You answer a question, and another model will learn from your answer.
- The answer is right, complete and to the point. What you do not know, you do not make up.
- It has the style, the format and about the length of the example's answer.
- Correct English, polite, and safe for anybody to read.
- It stands for itself: it does not mention the example, this task or that you are a model.

Write it like this, and nothing around it:
[ANSWER]
the answer
[END]
`;

/** An answer in the style of one seed. */
export const writeAnswer: Prompt<{ example: { question: string; answer: string }; question: string }> = {
  name: 'write-answer',
  version: 1,
  temperature: 0,
  maxTokens: 2048,
  render({ example, question }, fence) {
    return messages(this, system, [
      exampleSections(fence, [{ question: example.question, answer: example.answer }]),
      fence.section('question', question),
    ]);
  },
};

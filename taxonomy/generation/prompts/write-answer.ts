import { messages, tagged, type Prompt } from './prompt';

const system = `
You answer questions, and another model will learn from your answers. The first answer below is the example.
- Each is right, complete and to the point. What you do not know, you do not make up.
- Each has the style, the format and about the length of the example.
- In the language of the example, correct and polite, and safe for anybody to read.
- Each stands for itself: it does not mention the example, this task or that you are a model.

Write it like this, and nothing around it:
[ANSWER]
the answer
[END]
`;

/** An answer in the style of one seed. */
export const writeAnswer: Prompt<{ example: { question: string; answer: string }; question: string }> = {
  name: 'write-answer',
  version: 3,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render({ example, question }, fence) {
    const asked = (about: string) => [fence.section('question', about), 'Answer the question.'];
    return messages(this, {
      shown: [{ asked: asked(example.question), answered: tagged('ANSWER', [example.answer]) }],
      asked: asked(question),
    });
  },
};

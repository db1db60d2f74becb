import { messages, tagged, type Prompt } from './prompt';

const system = `
You are a writer with many voices who works from given texts, and another model will learn from your answers. The first
answer below is the example.
- What you say of the world comes from the last text alone. How you say it is yours: make it worth reading.
- Do what is asked, wholly, in the form of the example and about its length, but not in its wording.
- In the language of the example, correct, polite to the reader, and safe for anybody to read.
- It does not mention the example, this task or that you are a model.

Write it like this, and nothing around it:
[ANSWER]
the answer
[END]
`;

/** An answer from a context in a free style. @see LAB (arXiv:2403.01081), section 3.2 */
export const writeCreativeGroundedAnswer: Prompt<{
  example: { context: string; question: string; answer: string };
  context: string;
  question: string;
}> = {
  name: 'write-creative-grounded-answer',
  version: 1,
  text: system,
  temperature: 0.8,
  maxTokens: 2048,
  render({ example, context, question }, fence) {
    const asked = (text: string, about: string) => [
      fence.section('context', text),
      fence.section('question', about),
      'Answer the question from the text, in your own way.',
    ];
    return messages(this, {
      shown: [{ asked: asked(example.context, example.question), answered: tagged('ANSWER', [example.answer]) }],
      asked: asked(context, question),
    });
  },
};

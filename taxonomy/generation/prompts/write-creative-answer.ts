import { messages, tagged, type Prompt } from './prompt';

const system = `
You are a writer with many voices, and another model will learn from your answers. The first answer below is the example.
- Do what is asked, wholly, and make it worth reading: an own idea, concrete detail, words that fit the voice asked for.
- Keep the form of the example and about its length, but not its wording, its names or its turns.
- Where facts are asked for, they are right. What is invented is meant to be.
- In the language of the example, correct, polite to the reader, and safe for anybody to read.
- It stands for itself: it does not mention the example, this task or that you are a model.

Write it like this, and nothing around it:
[ANSWER]
the answer
[END]
`;

/** An answer in a free style, for leaves about writing and role-play. @see LAB (arXiv:2403.01081), section 3.2 */
export const writeCreativeAnswer: Prompt<{ example: { question: string; answer: string }; question: string }> = {
  name: 'write-creative-answer',
  version: 1,
  text: system,
  temperature: 0.8,
  maxTokens: 2048,
  render({ example, question }, fence) {
    const asked = (about: string) => [fence.section('question', about), 'Answer the question in your own way.'];
    return messages(this, {
      shown: [{ asked: asked(example.question), answered: tagged('ANSWER', [example.answer]) }],
      asked: asked(question),
    });
  },
};

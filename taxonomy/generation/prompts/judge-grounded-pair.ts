import { messages, type Prompt } from './prompt';

const system = `
You grade an answer to a question about a text before a model learns from them. Give one of three grades:
1 - The answer is wrong, says what the text does not support, misses the question, leaves out what was asked for, is
    unsafe, or is garbled.
2 - The answer is right, follows from the text and does what was asked, but is brief: it explains nothing where that
    would help.
3 - The answer is right, complete and well written, and all of it follows from the text.
When you are between two grades, give the lower one. Length alone earns nothing.

Say in two to four sentences what is good and what is wrong. Then end with one line, and nothing after it:
SCORE: 1
or
SCORE: 2
or
SCORE: 3
`;

/** 1 to 3 for a question, its answer, and whether the context bears it out. */
export const judgeGroundedPair: Prompt<{ context: string; question: string; answer: string }> = {
  name: 'judge-grounded-pair',
  version: 1,
  temperature: 0,
  maxTokens: 512,
  render({ context, question, answer }, fence) {
    return messages(this, system, [
      fence.section('context', context),
      fence.section('question', question),
      fence.section('answer', answer),
    ]);
  },
};

import { messages, type Prompt } from './prompt';

const system = `
You grade an answer to a question before a model learns from the two. Give one of three grades:
1 - The answer is wrong, misses the question, leaves out what was asked for, is unsafe, or is garbled.
2 - The answer is right and does what was asked, but is brief: it explains nothing where that would help.
3 - The answer is right, complete and well written, as an expert who takes care would give it.
When you are between two grades, give the lower one. Length alone earns nothing.

Say in two to four sentences what is good and what is wrong. Then end with one line, and nothing after it:
SCORE: 1
or
SCORE: 2
or
SCORE: 3
`;

/** 1 to 3 for a question and its answer. */
export const judgePair: Prompt<{ question: string; answer: string }> = {
  name: 'judge-pair',
  version: 1,
  temperature: 0,
  maxTokens: 512,
  render({ question, answer }, fence) {
    return messages(this, system, [fence.section('question', question), fence.section('answer', answer)]);
  },
};

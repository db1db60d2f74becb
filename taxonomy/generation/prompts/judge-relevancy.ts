import { messages, type Prompt } from './prompt';

const system = `
You check whether an answer is an answer to its question. Give a point for each that holds:
- Subject: the answer is about what the question is about. 1 or 0.
- Focus: the answer gives what the question asks for, and does not wander off to something else. 1 or 0.
Whether it is true is not your concern here.

Say in one sentence each what you give and why. Then end with the sum in one line, and nothing after it:
SCORE: 0
or
SCORE: 1
or
SCORE: 2
`;

/** 0 to 2: does the answer match the question's subject, and its focus. */
export const judgeRelevancy: Prompt<{ question: string; answer: string }> = {
  name: 'judge-relevancy',
  version: 1,
  temperature: 0,
  maxTokens: 512,
  render({ question, answer }, fence) {
    return messages(this, system, [fence.section('question', question), fence.section('answer', answer)]);
  },
};

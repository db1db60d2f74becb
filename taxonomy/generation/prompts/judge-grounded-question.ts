import { messages, type Prompt } from './prompt';

const system = `
You check one question about a text before a model learns from it. It scores 1 when all of this holds, else 0:
- It can be answered from the text alone. If the text does not hold what the answer needs, the score is 0.
- A language model can answer it in writing: no pictures, sound, links, web or actions in the world.
- It is in English and well formed: a clear question or instruction, without leftovers of a template.
- It is safe: nothing harmful, hateful, sexual or private is asked for.
- It belongs to the task that the user describes.

Say in one to three sentences how it fares. Then end with one line, and nothing after it:
SCORE: 1
or
SCORE: 0
`;

/** 1 for a question that can be used and that its context answers, 0 for any other. */
export const judgeGroundedQuestion: Prompt<{ task: string; context: string; question: string }> = {
  name: 'judge-grounded-question',
  version: 1,
  temperature: 0,
  maxTokens: 512,
  render({ task, context, question }, fence) {
    return messages(this, system, [
      fence.section('task', task),
      fence.section('context', context),
      fence.section('question', question),
    ]);
  },
};

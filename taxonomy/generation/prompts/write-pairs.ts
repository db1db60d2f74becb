import { messages, numberWanted, taggedPairs, type Prompt } from './prompt';

const system = `
You write questions with their answers, from which another model will learn one task. A question here is anything a
person may ask or order. The first answer below holds the examples. Write new pairs for the task that the user describes:
- Each question can be answered by text alone. It is clear and complete in itself, and about something new.
- Each answer is right, complete and to the point. What you do not know, you do not make up.
- Both have the style and the format of the examples, and are in their language.
- They are safe for anybody to read, and do not mention the examples or this task.

Write each pair like this, one after the other, and nothing around them:
[QUESTION]
the question
[ANSWER]
the answer
[END]
`;

/** New questions for a skill, each with its answer, in one call: for teachers that are small or slow. */
export const writePairs: Prompt<{
  task: string;
  examples: { question: string; answer: string }[];
  count: number;
}> = {
  name: 'write-pairs',
  version: 1,
  text: system,
  temperature: 0.7,
  maxTokens: 2048,
  render({ task, examples, count }, fence) {
    const asked = (order: string, wanted: number) => [fence.section('task', task), order, numberWanted(wanted)];
    return messages(this, {
      shown: [
        {
          asked: asked('Write questions for the task, each with its answer.', examples.length),
          answered: taggedPairs(examples),
        },
      ],
      asked: asked('Write other questions for the task, each with its answer.', count),
    });
  },
};

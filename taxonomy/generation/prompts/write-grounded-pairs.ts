import { messages, numberWanted, taggedPairs, type Prompt } from './prompt';

const system = `
You write questions about a text with their answers, from which another model will learn one task. A question here is
anything a person may ask or order about the text. The first answer below, on the first text, is the example. Write new
pairs about the last text:
- Each question fits the task, and can be answered from that text alone.
- Each answer is right and complete, and all of it is in that text.
- Both have the style and the format of the example, and are in its language.
- They ask for different things, are safe for anybody to read, and do not mention the example or this task.

Write each pair like this, one after the other, and nothing around them:
[QUESTION]
the question
[ANSWER]
the answer
[END]
`;

/** New questions on a new context, each with its answer, in one call. */
export const writeGroundedPairs: Prompt<{
  task: string;
  example: { context: string; question: string; answer: string };
  context: string;
  count: number;
}> = {
  name: 'write-grounded-pairs',
  version: 1,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render({ task, example, context, count }, fence) {
    const asked = (text: string, wanted: number) => [
      fence.section('task', task),
      fence.section('context', text),
      'Write questions about the text, each with its answer.',
      numberWanted(wanted),
    ];
    return messages(this, {
      shown: [{ asked: asked(example.context, 1), answered: taggedPairs([example]) }],
      asked: asked(context, count),
    });
  },
};

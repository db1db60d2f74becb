import { messages, tagged, type Prompt } from './prompt';

const system = `
You write texts that people will be asked questions about. The user describes the task. The first text below is
the example.

Write one new text of the same kind:
- It has the style, the format and about the length of the example: a table stays a table, a letter a letter.
- Its subject, names, numbers and events are new. Do not copy or retell the example.
- It holds enough detail for several questions, and does not contradict itself.
- In the language of the example, correct, safe for anybody to read, no real person's private matters.

Write it like this, and nothing around it:
[CONTEXT]
the text
[END]
`;

/**
 * A new text in the style of a seed's context. Uses a higher temperature than other prompts, because ten texts come
 * from one seed.
 */
export const writeContext: Prompt<{ task: string; example: { context: string } }> = {
  name: 'write-context',
  version: 3,
  text: system,
  temperature: 0.7,
  maxTokens: 2048,
  render({ task, example }, fence) {
    const asked = (order: string) => [fence.section('task', task), order];
    return messages(this, {
      shown: [{ asked: asked('Write a text for the task.'), answered: tagged('CONTEXT', [example.context]) }],
      asked: asked('Write another text of the same kind, about something else.'),
    });
  },
};

import { messages, numberWanted, tagged, type Prompt } from './prompt';

const system = `
You think up tasks for a language model. A task here is anything a person may ask or order, with all that it needs to be
done. The first answer below holds examples. Write new tasks:
- Each can be done by text alone, without pictures, sound, files, links or the web.
- They are of many kinds, and differ in subject, wording, length and difficulty. None repeats an example.
- Each is clear and complete in itself, of one or two sentences unless it brings a text with it, and in the language of
  the examples.
- Nothing harmful, insulting or private.
- Tasks only: no answers, no numbering, no remarks.

Write each task like this, one after the other:
[QUESTION]
the task
[END]
`;

/** New tasks after a mix of examples, whatever their subjects: the baseline that LAB is compared with. */
export const writeTasks: Prompt<{ task: string; examples: { question: string }[]; count: number }> = {
  name: 'write-tasks',
  version: 1,
  text: system,
  temperature: 0.7,
  maxTokens: 4096,
  render({ task, examples, count }, fence) {
    const asked = (order: string, wanted: number) => [fence.section('task', task), order, numberWanted(wanted)];
    const questions = examples.map(({ question }) => question);
    return messages(this, {
      shown: [{ asked: asked('Write tasks.', questions.length), answered: tagged('QUESTION', questions) }],
      asked: asked('Write other tasks, different from one another.', count),
    });
  },
};

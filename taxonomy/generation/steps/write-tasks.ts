import { writeTasks as prompt } from '../prompts/write-tasks';
import { readBlocks } from './read-answer';
import { unreadable, withCall, type AskOptions, type Step, type Traced } from './step';
import { normalizeForDedupe } from '../text';
import { dropSurplus, nothingToRead } from './write-questions';

/** There is no task of one leaf here. */
const TASK_OF_ALL = 'Any task that a person may give a language model.';

/** One request of an item: how many tasks it asks for, and what its examples are. */
export type TaskCall<Part> = {
  count: number;
  sampling: Pick<AskOptions, 'seed'>;
  /** Its examples, from seeds and from the tasks that earlier requests of the item gave. */
  mix: (written: readonly string[]) => { question: string }[];
  /** What its rows carry on. */
  part: Part;
};

/**
 * Writes tasks in several requests, one after the other, because each shows some of the tasks before it.
 *
 * @see Self-Instruct (arXiv:2212.10560), section 2.2
 */
export function writeTaskList<Row extends Traced, Part>(
  callsOf: (row: Row) => readonly TaskCall<Part>[],
): Step<Row, Row & Part & { question: string }> {
  return {
    name: prompt.name,
    label: 'Tasks written',
    prompts: [prompt],
    async run(row, { ask }, emit) {
      const written: string[] = [];
      let first = 0;
      for (const [ordinal, { count, sampling, mix, part }] of callsOf(row).entries()) {
        const answer = await ask(
          prompt,
          { task: TASK_OF_ALL, examples: mix(written), count },
          { ...sampling, ordinal },
        );
        const blocks = readBlocks(answer.text, '[QUESTION]');
        if (blocks.length === 0) emit.drop(first, nothingToRead(answer));
        for (const [place, { text, isClosed }] of blocks.slice(0, count).entries()) {
          if (text === '' || (!isClosed && answer.finishReason === 'length')) {
            emit.drop(first + place, { ...unreadable(answer, 'task'), row: { question: text } });
            continue;
          }
          written.push(text);
          const kept = withCall({ ...row, ...part, question: text }, prompt.name, answer);
          emit.keep(first + place, kept, normalizeForDedupe(text));
        }
        dropSurplus(blocks.length, count, answer, emit, first);
        // One place more than rows, for the surplus.
        first += count + 1;
      }
    },
  };
}

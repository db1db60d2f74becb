import { z } from 'zod';
import { Message } from '../row-messages';
import { turnsOf } from './features';
import { defineFormat, partName, type FormatRow, type RowsOf, type RowsPart } from './format';
import { jsonLines } from './json-lines';
import { faultOfTurns, takesTurns } from './turns';

const INFO = 'dataset_info.json';

/** All tags and columns are named: LLaMA-Factory takes the rest for missing as soon as one is given. */
const formatting = {
  formatting: 'sharegpt',
  columns: { messages: 'messages' },
  tags: {
    role_tag: 'role',
    content_tag: 'content',
    user_tag: 'user',
    assistant_tag: 'assistant',
    system_tag: 'system',
  },
};

type Entry = { file_name: string } & typeof formatting;

/**
 * A dataset for each folder, which has all rows of its phase and split, and one for each file in it. A dash, which keys
 * of phases do not have, keeps their names apart.
 */
function datasetInfo(written: readonly RowsPart[]): Record<string, Entry> {
  const info: Record<string, Entry> = {};
  for (const { name } of written) {
    const [folder = '', file = ''] = name.split('/');
    const whole = folder.replace('.', '-');
    info[whole] = { file_name: folder, ...formatting };
    info[`${whole}-${file.replace('.jsonl', '')}`] = { file_name: name, ...formatting };
  }
  return info;
}

/** @see LLaMA-Factory, data/README.md */
export const llamaFactory = defineFormat({
  label: 'LLaMA-Factory (JSONL)',
  use: 'For LLaMA-Factory, which masks whole runs: rows that also learn their question are in a file of their own.',
  about: `One JSON object per line: \`messages\`, each with \`role\` and \`content\`. \`${INFO}\` names the datasets: each phase as a whole, and its parts that end in \`-answers\` (for runs that learn only answers) and \`-unmask\` (for runs with \`train_on_prompt: true\`).`,
  columns: { messages: turnsOf('role', 'content') },
  options: z.strictObject({}),
  schema: z.strictObject({ messages: z.array(Message) }),
  fault: ({ messages }) => faultOfTurns(messages, takesTurns),
  encoding: () => jsonLines,
  record: ({ messages }) => ({ messages: messages.map(({ role, content }) => ({ role, content })) }),
  files: ({ parts, rows }) =>
    parts.flatMap((of) =>
      [false, true].map((unmask): RowsOf<FormatRow> => {
        return {
          name: `${partName(of)}/${unmask ? 'unmask' : 'answers'}.jsonl`,
          rows: 'counted',
          phase: of.key,
          split: of.splitName,
          config: of.key,
          phaseName: () => of.name,
          read: (limit) => rows(of, { unmask, ...(limit === undefined ? {} : { limit }) }),
        };
      }),
    ),
  besides: (written) => [
    {
      name: INFO,
      rows: null,
      async *content() {
        yield { chunks: [`${JSON.stringify(datasetInfo(written), null, 2)}\n`], rows: 0 };
      },
    },
  ],
});

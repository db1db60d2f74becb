import { z } from 'zod';
import { turnsOf } from './features';
import { defineFormat, type FormatRow, type RowsOf, type RowsPart } from './format';
import { jsonLines } from './json-lines';
import { conversation, takesTurns } from './turns';

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

/** A dash, which phases' keys do not have, keeps names apart. */
const nameOf = ({ config, split }: RowsPart): string => (split === 'train' ? config : `${config}-${split}`);

/** @see LLaMA-Factory, data/README.md */
export const llamaFactory = defineFormat({
  label: 'LLaMA-Factory (JSONL)',
  use: 'For LLaMA-Factory. Rows that also learn their question are a dataset of their own, because it masks whole runs.',
  about: `One JSON object per line: \`messages\`, each with \`role\` and \`content\`. \`${INFO}\` names the datasets: those that end in \`-unmask\` are for runs with \`train_on_prompt: true\`, the others for runs without it.`,
  columns: { messages: turnsOf('role', 'content') },
  options: z.strictObject({}),
  schema: z.strictObject({ messages: conversation({}, takesTurns) }),
  encoding: () => jsonLines,
  record: ({ messages }) => ({ messages: messages.map(({ role, content }) => ({ role, content })) }),
  files: ({ parts, rows }) =>
    parts.flatMap((of) =>
      [false, true].map((unmask): RowsOf<FormatRow> => {
        const config = unmask ? `${of.key}-unmask` : of.key;
        return {
          name: of.splitName === 'train' ? `${config}.jsonl` : `${config}.${of.splitName}.jsonl`,
          rows: 'counted',
          phase: of.key,
          split: of.splitName,
          config,
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
        const info = written.map((part) => [nameOf(part), { file_name: part.name, ...formatting }]);
        yield { chunks: [`${JSON.stringify(Object.fromEntries(info), null, 2)}\n`], rows: 0 };
      },
    },
  ],
});

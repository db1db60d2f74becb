import { z } from 'zod';
import { turnsOf } from './features';
import { defineFormat, onePerPart } from './format';
import { jsonLines } from './json-lines';
import { takesTurns } from './turns';

const speakers = { system: 'system', user: 'human', assistant: 'gpt' } as const;
const roles = { system: 'system', human: 'user', gpt: 'assistant' } as const;

const Record = z.strictObject({
  conversations: z
    .array(z.strictObject({ from: z.enum(['system', 'human', 'gpt']), value: z.string() }))
    .superRefine((turns, context) => {
      const fault =
        takesTurns(turns.map(({ from }) => roles[from])) ??
        (turns.some(({ from, value }) => from !== 'system' && value === '') ? 'a message is empty' : null);
      if (fault) context.addIssue({ code: 'custom', message: fault });
    }),
});

/** @see LLaMA-Factory, data/README.md: sharegpt format */
export const sharegpt = defineFormat({
  label: 'ShareGPT (JSONL)',
  use: 'For trainers that read ShareGPT’s format. They learn every answer of a row.',
  about:
    'One JSON object per line: `conversations`, each message with `from` (`system`, `human` or `gpt`) and `value`. `unmask` is not carried.',
  columns: { conversations: turnsOf('from', 'value') },
  options: z.strictObject({}),
  schema: Record,
  encoding: () => jsonLines,
  record: ({ messages }) => ({
    conversations: messages.map(({ role, content }) => ({ from: speakers[role], value: content })),
  }),
  files: onePerPart('jsonl'),
});

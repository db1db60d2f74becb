import { z } from 'zod';
import { turnsOf } from './features';
import { defineFormat, onePerPart } from './format';
import { jsonLines } from './json-lines';
import { faultOfTurns, takesTurns } from './turns';

const speakers = { system: 'system', user: 'human', assistant: 'gpt' } as const;
const roles = { system: 'system', human: 'user', gpt: 'assistant' } as const;

const Record = z.strictObject({
  conversations: z.array(z.strictObject({ from: z.enum(['system', 'human', 'gpt']), value: z.string() })),
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
  fault: ({ conversations }) =>
    faultOfTurns(
      conversations.map(({ from, value }) => ({ role: roles[from], content: value })),
      takesTurns,
    ),
  encoding: () => jsonLines,
  record: ({ messages }) => ({
    conversations: messages.map(({ role, content }) => ({ from: speakers[role], value: content })),
  }),
  files: onePerPart('jsonl'),
});

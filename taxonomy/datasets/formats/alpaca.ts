import { z } from 'zod';
import { defineFormat, onePerPart, type FormatRow } from './format';
import { jsonLines } from './json-lines';
import { splitSystem, takesTurns } from './turns';

const Record = z.strictObject({
  instruction: z.string().min(1),
  input: z.string(),
  output: z.string().min(1),
  system: z.string(),
  history: z.array(z.array(z.string()).length(2)),
});

/** A record of a conversation that takes no turns is not one, so that its check fails. */
function recordOf({ messages, sample }: FormatRow): z.infer<typeof Record> {
  const { system, spoken } = splitSystem(messages);
  const roles = messages.map(({ role }) => role);
  const texts = takesTurns(roles) === null ? spoken.map(({ content }) => content) : [];
  const history = [];
  for (let i = 0; i + 2 < texts.length; i += 2) history.push([texts[i] ?? '', texts[i + 1] ?? '']);
  return {
    instruction: sample?.question ?? texts.at(-2) ?? '',
    input: sample?.context ?? '',
    output: texts.at(-1) ?? '',
    system,
    history,
  };
}

/** @see LLaMA-Factory, data/README.md: alpaca format; tatsu-lab/stanford_alpaca */
export const alpaca = defineFormat({
  label: 'Alpaca (JSONL)',
  use: 'For trainers that read Alpaca’s format. They put the passage after the question, and learn only the last answer.',
  about:
    'One JSON object per line: `instruction` (the question), `input` (its passage, or empty), `output` (the answer), `system` (the system prompt, or empty), `history` (earlier questions and answers of the conversation, in pairs). `unmask` is not carried.',
  columns: {
    instruction: 'string',
    input: 'string',
    output: 'string',
    system: 'string',
    history: { list: { list: 'string' } },
  },
  options: z.strictObject({}),
  schema: Record,
  fault: ({ instruction, output }) =>
    instruction === '' || output === '' ? 'it has no question or no answer, or its messages do not take turns' : null,
  encoding: () => jsonLines,
  record: recordOf,
  files: onePerPart('jsonl'),
});

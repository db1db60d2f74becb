import { z } from 'zod';
import { csvLines } from './csv-lines';
import { defineFormat, onePerPart, type FormatRow } from './format';
import { datasetOf } from './messages';
import { endsWithAnswer, splitSystem } from './turns';

const columns = {
  id: 'string',
  leaf: 'string',
  dataset: 'string',
  replay_of: 'string',
  unmask: 'bool',
  system: 'string',
  context: 'string',
  question: 'string',
  answer: 'string',
  history: 'string',
} as const;

const Record = z.strictObject({
  id: z.string().min(1),
  leaf: z.string(),
  dataset: z.string().min(1),
  replay_of: z.string(),
  unmask: z.union([z.boolean(), z.enum(['true', 'false'])]),
  system: z.string(),
  context: z.string(),
  question: z.string().min(1),
  answer: z.string().min(1),
  history: z.union([z.literal(''), z.string().startsWith('[').endsWith(']')]),
});

function recordOf({ id, messages, sample, replayOf, unmask }: FormatRow): z.infer<typeof Record> {
  const { system, spoken } = splitSystem(messages);
  const isWhole = endsWithAnswer(messages.map(({ role }) => role)) === null && spoken.at(-2)?.role === 'user';
  const earlier = spoken.slice(0, -2).map(({ role, content }) => ({ role, content }));
  return {
    id,
    leaf: sample?.leafPath ?? '',
    dataset: sample ? datasetOf(sample) : 'imported',
    replay_of: replayOf ?? '',
    unmask,
    system,
    context: sample?.context ?? '',
    question: sample?.question ?? (isWhole ? (spoken.at(-2)?.content ?? '') : ''),
    answer: isWhole ? (spoken.at(-1)?.content ?? '') : '',
    history: earlier.length > 0 ? JSON.stringify(earlier) : '',
  };
}

const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** @see RFC 4180 */
export const csv = defineFormat({
  label: 'Table (CSV)',
  use: 'For spreadsheets and people. Texts that begin like a formula get an apostrophe in front, so they are not exact.',
  about:
    'A header, then one record per row, as RFC 4180 says: `id` (the sample), `leaf`, `dataset` (the kind of row), `replay_of`, `unmask`, `system`, `context`, `question`, `answer`, `history` (earlier messages as JSON, or empty). A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return has an apostrophe in front, so that no spreadsheet runs it as a formula.',
  columns,
  options: z.strictObject({ separator: z.enum(['comma', 'semicolon', 'tab']).default('comma') }),
  fields: [
    {
      kind: 'choice',
      name: 'separator',
      label: 'Separator',
      choices: [
        { value: 'comma', label: 'Comma' },
        { value: 'semicolon', label: 'Semicolon' },
        { value: 'tab', label: 'Tab' },
      ],
      start: 'comma',
    },
  ],
  schema: Record,
  fault: ({ question, answer }) => (question === '' || answer === '' ? 'it has no question or no answer' : null),
  encoding: ({ separator }) => csvLines(Object.keys(columns), separators[separator]),
  record: recordOf,
  files: onePerPart('csv'),
  // Without the first, a text such as “None” would be read as missing.
  loader: ({ separator }) => ({
    keep_default_na: 'false',
    ...(separator === 'comma' ? {} : { sep: JSON.stringify(separators[separator]) }),
  }),
});

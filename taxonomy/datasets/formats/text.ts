import { z } from 'zod';
import { templateChoices } from '../vocabulary-student';
import { defineFormat, perPart, type TextOfRow } from './format';
import { jsonLines } from './json-lines';
import { templateField } from './template-field';

/** Rows as a model reads them: one text, with the marks of a chat template. */
export const text = defineFormat({
  label: 'Text (JSONL)',
  use: 'For trainers that only take texts. They learn all of it, the system prompt and the question too.',
  about: 'One JSON object per line: `text`, a row as a chat template writes it.',
  columns: { text: 'string' },
  options: z.strictObject({
    template: z.enum(templateChoices).default('version'),
    /** An uploaded tokenizer whose own template is used. */
    tokenizer: z.uuid('Choose an uploaded tokenizer by its id (tokenizer list).').optional(),
  }),
  fields: [templateField, { kind: 'tokenizer', name: 'tokenizer', label: 'Tokenizer', none: 'None' }],
  schema: z.strictObject({ text: z.string().min(1) }),
  encoding: () => jsonLines,
  record: (row: TextOfRow) => ({ text: 'fault' in row ? '' : row.text }),
  fault: ({ text: written }) => (written === '' ? 'its text is empty' : null),
  noRecord: (row) => ('fault' in row ? row.fault : null),
  files: (source, { tokenizer, template }) =>
    perPart(source, 'jsonl', (rows) => source.texts({ tokenizerId: tokenizer, template }, rows)),
});

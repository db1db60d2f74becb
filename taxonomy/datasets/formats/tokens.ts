import { z } from 'zod';
import { templateChoices } from '../vocabulary-student';
import { templateField } from './template-field';
import { defineFormat, perPart, type TokensOfRow } from './format';
import { jsonLines } from './json-lines';

const Token = z.int().min(0);

/**
 * Rows as tokens of one model, with a label for every token that is learned.
 *
 * @see instructlab/training, data_process.py; TRL, SFTTrainer (`labels` are used as they are)
 */
export const tokens = defineFormat({
  label: 'Tokens (JSONL)',
  use: 'For TRL, Axolotl, mini-trainer and training_hub’s OSFT, which then learn exactly what each row asks for. Needs the tokenizer of the model.',
  about:
    'One JSON object per line: `input_ids`, `attention_mask`, `labels` (the token where it is learned, and -100 elsewhere) and `len`, of one tokenizer and chat template.',
  columns: {
    input_ids: { list: 'int64' },
    attention_mask: { list: 'int64' },
    labels: { list: 'int64' },
    len: 'int64',
  },
  options: z.strictObject({
    /** The id of an uploaded tokenizer. Without one, cl100k. */
    tokenizer: z.uuid('Choose an uploaded tokenizer by its id (tokenizer list).').optional(),
    template: z.enum(templateChoices).default('version'),
  }),
  fields: [{ kind: 'tokenizer', name: 'tokenizer', label: 'Tokenizer', none: 'cl100k, to estimate' }, templateField],
  schema: z.strictObject({
    input_ids: z.array(Token).min(1),
    attention_mask: z.array(z.literal(1)),
    labels: z.array(z.union([Token, z.literal(-100)])),
    len: z.int(),
  }),
  fault: ({ input_ids: ids, attention_mask: mask, labels, len }) => {
    if (ids.length !== len || mask.length !== len || labels.length !== len) return 'the lists are not as long as len';
    return labels.some((label) => label !== -100) ? null : 'nothing of it is learned';
  },
  encoding: () => jsonLines,
  record: (row: TokensOfRow) => {
    const [ids, labels] = 'fault' in row ? [[], []] : [row.inputIds, row.labels];
    return { input_ids: ids, attention_mask: ids.map(() => 1 as const), labels, len: ids.length };
  },
  noRecord: (row) => ('fault' in row ? row.fault : null),
  files: (source, { tokenizer, template }) =>
    perPart(source, 'jsonl', (rows) => source.tokens({ tokenizerId: tokenizer, template }, rows)),
});

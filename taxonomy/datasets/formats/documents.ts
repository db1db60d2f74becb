import { z } from 'zod';
import { splits } from '../vocabulary-limits';
import { defineFormat, type DocumentText } from './format';
import { jsonLines } from './json-lines';

const NAME = 'documents';

/**
 * Texts without questions, for continued pre-training.
 *
 * @see instructlab/training, PretrainingConfig
 */
export const documents = defineFormat<Record<string, never>, { document: string }, DocumentText>({
  label: 'Documents (JSONL)',
  use: 'For continued pre-training: the passages of knowledge rows and the texts made of them, without the questions.',
  about:
    'One JSON object per line: `document`, a passage of a knowledge row, or a text that an auxiliary row made of one. Each text is there once, wherever it has its first row.',
  columns: { document: 'string' },
  options: z.strictObject({}),
  schema: z.strictObject({ document: z.string().min(1) }),
  fault: ({ document }) => (document === '' ? 'its text is empty' : null),
  encoding: () => jsonLines,
  record: ({ text }) => ({ document: text }),
  files: (source) =>
    splits
      .filter((split) => source.parts.some(({ splitName }) => splitName === split))
      .map((split) => ({
        name: split === 'train' ? `${NAME}.jsonl` : `${NAME}.${split}.jsonl`,
        rows: 'counted',
        phase: null,
        split,
        config: NAME,
        phaseName: ({ phase }) => phase,
        read: (limit) => source.documents(split, limit),
      })),
});

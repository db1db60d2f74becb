import { z } from 'zod';
import { RAFT_GOLDEN_SHARE } from '../vocabulary-phases';
import { defineFormat, partName, type FormatRow, type RowSample } from './format';
import { jsonLine } from './json-lines';

/**
 * A row as instructlab/training and most other trainers read it: one JSON object per line, `metadata` as a JSON string,
 * `unmask` true when all but the system prompt is trained on.
 *
 * @see instructlab/sdg, datamixing.py; instructlab/training, data_process.py
 */
export const messagesLine = ({ messages: turns, id, unmask, ...row }: FormatRow): string =>
  jsonLine({
    messages: turns.map(({ role, content }) => ({ content, role })),
    metadata: JSON.stringify(metadataOf(row)),
    id,
    unmask,
  });

/** In key order, without the fields that a row does not have. */
export const metadataOf = ({ sample, replayOf }: Pick<FormatRow, 'sample' | 'replayOf'>) =>
  sample === null
    ? { dataset: 'imported', source: replayOf ?? undefined }
    : {
        dataset: datasetOf(sample),
        dataset_type: sample.documentVariant ?? undefined,
        domain: sample.domain ?? undefined,
        edited: sample.isEdited ? true : undefined,
        leaf: sample.leafPath,
        leaf_id: sample.leafId,
        practice: sample.practice ?? undefined,
        run_id: sample.runId,
        sdg_document: sample.kind === 'knowledge' ? (sample.context ?? undefined) : undefined,
      };

function datasetOf({ kind, isAuxiliary, documentVariant, isRaft }: RowSample): string {
  if (isAuxiliary && documentVariant) return `document_${documentVariant}`;
  return isRaft ? `${datasetNames[kind]}_raft_p${RAFT_GOLDEN_SHARE}` : datasetNames[kind];
}

const datasetNames = {
  knowledge: 'document_knowledge_qa',
  grounded: 'grounded_skill',
  freeform: 'freeform_skill',
} as const;

/** One file for each phase and split with rows, in training order. */
export const messages = defineFormat({
  label: 'Messages (JSONL)',
  about:
    'One JSON object per line: `messages` (system, user, assistant), `metadata` (a JSON string), `id` (the sample), `unmask` (true when all but the system prompt is trained on, and not only the answer).',
  options: z.strictObject({}),
  parts: ({ parts, rows }) =>
    parts.map((of) => ({
      name: `${partName(of)}.jsonl`,
      rows: of.rows,
      of,
      async *text() {
        for await (const part of rows(of)) yield { texts: part.map(messagesLine), rows: part.length };
      },
    })),
});

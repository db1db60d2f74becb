import { z } from 'zod';
import { Message } from '../row-messages';
import { RAFT_GOLDEN_SHARE } from '../vocabulary-phases';
import { turnsOf } from './features';
import { defineFormat, onePerPart, type FormatRow, type RowSample } from './format';
import { jsonLine, jsonLines } from './json-lines';
import { faultOfTurns, hasAnswer } from './turns';

/**
 * A row as instructlab/training and most other trainers read it: `metadata` is a JSON string, and `unmask` true when all
 * but the system prompt is trained on.
 *
 * @see instructlab/sdg, datamixing.py; instructlab/training, data_process.py
 */
export const messagesRecord = ({ messages: turns, id, unmask, ...row }: FormatRow): z.infer<typeof MessagesRecord> => ({
  messages: turns.map(({ role, content }) => ({ content, role })),
  metadata: JSON.stringify(metadataOf(row)),
  id,
  unmask,
});

export const messagesLine = (row: FormatRow): string => jsonLine(messagesRecord(row));

export const MessagesRecord = z.strictObject({
  messages: z.array(Message),
  metadata: z.string().startsWith('{'),
  id: z.string().min(1),
  unmask: z.boolean(),
});

export const messagesFault = ({ messages: turns }: z.infer<typeof MessagesRecord>): string | null =>
  faultOfTurns(turns, hasAnswer);

export const messagesColumns = {
  messages: turnsOf('content', 'role'),
  metadata: 'string',
  id: 'string',
  unmask: 'bool',
} as const;

/** In key order, without the fields that a row does not have. */
export const metadataOf = ({ sample, replayOf }: Pick<FormatRow, 'sample' | 'replayOf'>) =>
  sample === null
    ? { dataset: 'imported', source: replayOf ?? undefined }
    : {
        dataset: datasetOf(sample),
        dataset_type: sample.documentVariant ?? undefined,
        domain: sample.domain ?? undefined,
        edited: sample.isEdited ? true : undefined,
        import_id: sample.importId ?? undefined,
        leaf: sample.leafPath,
        leaf_id: sample.leafId,
        practice: sample.practice ?? undefined,
        run_id: sample.runId ?? undefined,
        sdg_document: sample.kind === 'knowledge' ? (sample.context ?? undefined) : undefined,
      };

/** What kind of row it is, in the words of instructlab/sdg. */
export function datasetOf({ kind, isAuxiliary, documentVariant, isRaft }: RowSample): string {
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
  use: 'For instructlab-training and training_hub, which learn exactly what each row asks for. Most other trainers read it too.',
  about:
    'One JSON object per line: `messages` (system, user, assistant), `metadata` (a JSON string), `id` (the sample), `unmask` (true when all but the system prompt is trained on, and not only the answer).',
  columns: messagesColumns,
  options: z.strictObject({}),
  schema: MessagesRecord,
  fault: messagesFault,
  encoding: () => jsonLines,
  record: messagesRecord,
  files: onePerPart('jsonl'),
});

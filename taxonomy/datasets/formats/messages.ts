import { z } from 'zod';
import { phases } from '../vocabulary';
import { defineFormat, type FormatRow } from './format';
import { jsonLine } from './json-lines';

/**
 * A row as instructlab/training and most other trainers read it: one JSON object per line, `metadata` as a JSON string,
 * `unmask` true when the passage is trained on along with the answer.
 *
 * @see instructlab/sdg, datamixing.py; instructlab/training, data_process.py
 */
export function messagesLine(row: FormatRow, systemPrompt: string): string {
  const { context, question, answer, id, kind } = row;
  const turns = [
    { content: context ? `${context}\n\n${question}` : question, role: 'user' },
    { content: answer, role: 'assistant' },
  ];
  return jsonLine({
    messages: systemPrompt === '' ? turns : [{ content: systemPrompt, role: 'system' }, ...turns],
    metadata: JSON.stringify(metadataOf(row)),
    id,
    unmask: kind === 'knowledge',
  });
}

/** In key order, without the fields that a row does not have. */
const metadataOf = ({
  kind,
  documentVariant,
  isAuxiliary,
  domain,
  isEdited,
  leafPath,
  leafId,
  practice,
  runId,
  context,
}: FormatRow) => ({
  dataset: isAuxiliary && documentVariant ? `document_${documentVariant}` : datasetNames[kind],
  dataset_type: documentVariant ?? undefined,
  domain: domain ?? undefined,
  edited: isEdited ? true : undefined,
  leaf: leafPath,
  leaf_id: leafId,
  practice: practice ?? undefined,
  run_id: runId,
  sdg_document: kind === 'knowledge' ? (context ?? undefined) : undefined,
});

const datasetNames = {
  knowledge: 'document_knowledge_qa',
  grounded: 'grounded_skill',
  freeform: 'freeform_skill',
} as const;

/** One file per phase with rows, in training order. */
export const messages = defineFormat({
  label: 'Messages (JSONL)',
  about:
    'One JSON object per line: `messages` (system, user, assistant), `metadata` (a JSON string), `id` (the sample), `unmask` (true when the passage is trained on along with the answer).',
  options: z.strictObject({}),
  parts: ({ manifest, rows }) =>
    phases.flatMap((phase) => {
      const count = manifest.phases.find((each) => each.phase === phase)?.rows ?? 0;
      if (count === 0) return [];
      return {
        name: `${phase}.jsonl`,
        rows: count,
        async *text() {
          for await (const part of rows(phase)) {
            yield { texts: part.map((row) => messagesLine(row, manifest.recipe.systemPrompt)), rows: part.length };
          }
        },
      };
    }),
});

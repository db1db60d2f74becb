import { correctSpelling as prompt } from '../prompts/correct-spelling';
import { withCall, type Step, type Traced } from './step';
import { normalizeForDedupe } from '../text';
import { readOne } from './write-text';

/** A corrected passage has about the same length as before. Outside these bounds, something was left out or added. */
const MIN_SHARE = 0.8;
const MAX_SHARE = 1.25;

export const documentVariants = ['base_document', 'spellcheck'] as const;
export type DocumentVariant = (typeof documentVariants)[number];

/**
 * Makes two variants of a passage: the original, and one with corrected spelling. `context` is the variant that the
 * questions are about and that people see next to them.
 *
 * The original is passed on at once. The correction is requested once per chunk and run: items of other seeds find it
 * in the journal. A correction without changes gives no second variant.
 *
 * @see InstructLab sdg, pipelines/full/knowledge.yaml, blocks duplicate_document_col to rename
 */
export function correctSpelling<Row extends Traced & { chunkId: string; passage: string }>(): Step<
  Row,
  Row & { context: string; documentVariant: DocumentVariant }
> {
  return {
    name: prompt.name,
    label: 'Spelling corrected',
    prompts: [prompt],
    async run(row, { ask }, emit) {
      emit.keep(0, { ...row, context: row.passage, documentVariant: 'base_document' });
      const answer = await ask(prompt, { document: row.passage }, { sharedBy: row.chunkId });
      const read = readOne(answer, '[TEXT]', 'text');
      if (read.drop) return emit.drop(1, read.drop);
      // Nothing was wrong: the passage has one variant, and no row is lost.
      if (normalizeForDedupe(read.text) === normalizeForDedupe(row.passage)) return;
      const share = lengthOf(read.text) / Math.max(1, lengthOf(row.passage));
      if (share < MIN_SHARE || share > MAX_SHARE) {
        const detail = `The correction has ${Math.round(share * 100)} % of the passage's length, so it is not a copy of it.`;
        return emit.drop(1, { reason: 'altered', detail, callKey: answer.callKey, row: { context: read.text } });
      }
      const corrected = { ...row, context: read.text, documentVariant: 'spellcheck' as const };
      emit.keep(1, withCall(corrected, prompt.name, answer));
    },
  };
}

/** Ignores line breaks, which may differ. */
const lengthOf = (text: string): number => normalizeForDedupe(text).length;

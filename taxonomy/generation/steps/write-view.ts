import type { DocumentVariant } from '../vocabulary-pipelines';
import type { Prompt, ViewValues } from '../prompts/prompt';
import { isUnanswerable, readPairs } from './read-answer';
import { unreadable, withCall, type Answer, type Drop, type Step, type Traced } from './step';
import { normalizeForDedupe } from '../text';

/** A text of a passage that questions are asked about. */
export type ViewRow = Traced & {
  isAuxiliary: false;
  chunkId: string;
  headings: string;
  passage: string;
  documentVariant: DocumentVariant;
  /** What the questions are about. */
  about: string;
  /** What people see next to the questions: the same text, or the whole list that `about` is one entry of. */
  context: string;
  /** Whether the item also keeps its views as rows of their own: the first item of a passage does. */
  hasAuxiliary: boolean;
};

/**
 * LAB's auxiliary row: the passage, an instruction such as “summarise this document”, and the view as the answer. It
 * needs no questions, so it passes the steps for them unchanged.
 */
export type AuxiliaryRow<Row extends ViewRow> = Omit<Row, 'isAuxiliary'> & {
  isAuxiliary: true;
  question: string;
  answer: string;
};

/** One kind of text that a teacher makes from a passage. */
export type View = {
  variant: Exclude<DocumentVariant, 'base_document'>;
  /** The label in the funnel. */
  label: string;
  prompt: Prompt<ViewValues & { count: number }>;
  /** The most texts to ask about: 1, or the number of facts. */
  most: number;
  instructionFor(chunkId: string): string;
  /** The texts to ask about in an answer. */
  textsOf(answer: string): string[];
  /** Why the answer cannot be a view of the passage, as a sentence. */
  faultOf?(answer: string, passage: string): string | null;
};

/**
 * Adds a view of each passage to the rows. The passage goes on at once, unless the view takes its place.
 *
 * A view is requested once per passage and run: items of other seeds find it in the journal. A view that says exactly
 * what the passage says gives no row, and none is lost.
 *
 * @see InstructLab sdg, pipelines/full/knowledge.yaml and pipelines/llama/knowledge.yaml
 */
export function writeView<Row extends ViewRow>(
  view: View,
  { replacesPassage = false }: { replacesPassage?: boolean } = {},
): Step<Row | AuxiliaryRow<Row>, Row | AuxiliaryRow<Row>> {
  const { variant, label, prompt, most } = view;
  return {
    name: prompt.name,
    label,
    prompts: [prompt],
    async run(row, { ask }, emit) {
      const isPassage = !isAuxiliary(row) && row.documentVariant === 'base_document';
      if (!isPassage || !replacesPassage) emit.keep(0, row);
      if (!isPassage) return;
      const { chunkId, headings, passage: document } = row;
      const task = view.instructionFor(chunkId);
      const answer = await ask(prompt, { task, headings, document, count: most }, { sharedBy: chunkId });
      const read = readView(answer);
      if (read.drop) return emit.drop(1, read.drop);
      const { question, answer: text } = read.pair;
      if (normalizeForDedupe(text) === normalizeForDedupe(document)) return;
      const fault = view.faultOf?.(text, document) ?? null;
      const { callKey } = answer;
      if (fault !== null) return emit.drop(1, { reason: 'altered', detail: fault, callKey, row: { context: text } });
      const texts = view.textsOf(text);
      if (texts.length === 0) return emit.drop(1, unreadable(answer, 'text'));
      const seen = withCall({ ...row, documentVariant: variant }, prompt.name, answer);
      const context = texts.length > 1 || most > 1 ? texts.map((each) => `- ${each}`).join('\n') : text;
      for (const [place, about] of texts.slice(0, most).entries()) emit.keep(1 + place, { ...seen, about, context });
      if (row.hasAuxiliary)
        emit.keep(1 + most, { ...seen, isAuxiliary: true, context: document, question, answer: text });
      if (texts.length <= most) return;
      const detail = `${texts.length - most} more than the ${most} requested.`;
      emit.drop(2 + most, { reason: 'surplus', detail, callKey });
    },
  };
}

/** A step for rows with questions: auxiliary rows pass it unchanged. */
export function exceptAuxiliary<Row extends ViewRow, In extends Row, Out>(
  step: Step<In, Out>,
): Step<In | AuxiliaryRow<Row>, Out | AuxiliaryRow<Row>> {
  return {
    ...step,
    async run(row, context, emit) {
      if (isAuxiliary(row)) return emit.keep(0, row);
      await step.run(row, context, emit);
    },
  };
}

function isAuxiliary<Row extends ViewRow>(row: Row | AuxiliaryRow<Row>): row is AuxiliaryRow<Row> {
  return row.isAuxiliary;
}

type Read = { pair: { question: string; answer: string }; drop: null } | { pair: null; drop: Drop };

/** The instruction and the text. */
function readView(answer: Answer): Read {
  const { callKey } = answer;
  if (isUnanswerable(answer.text)) {
    return { pair: null, drop: { reason: 'refused', detail: 'The teacher declined.', callKey } };
  }
  const block = readPairs(answer.text)[0];
  const isCutOff = block && !block.isClosed && answer.finishReason === 'length';
  if (!block?.pair || isCutOff) return { pair: null, drop: unreadable(answer, 'text') };
  return { pair: block.pair, drop: null };
}

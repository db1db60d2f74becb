import type { Prompt } from '../prompts/prompt';
import type { Tag } from '../prompts/prompt';
import { isUnanswerable, readBlocks } from './read-answer';
import {
  together,
  unreadable,
  withCall,
  type Answer,
  type AskOptions,
  type Drop,
  type Step,
  type Traced,
} from './step';
import { normalizeForDedupe } from '../text';
import type { AnswerStyle } from '../vocabulary-style';

/** Answers a row's question, in the style of its leaf where there is a prompt for it. */
export function writeOneAnswer<Row extends Traced & { question: string }, Values>(options: {
  label: string;
  prompt: Prompt<Values>;
  /** For leaves whose answers are creative. */
  creative?: Prompt<Values>;
  values: (row: Row) => Values;
}): Step<Row, Row & { answer: string; answerStyle: AnswerStyle | null }> {
  const { label, prompt, creative, values } = options;
  return {
    name: prompt.name,
    label,
    prompts: creative ? [prompt, creative] : [prompt],
    async run(row, { ask, style }, emit) {
      const isCreative = creative && style?.name === 'creative';
      const answer = isCreative
        ? await ask(creative, values(row), { seed: style.seed })
        : await ask(prompt, values(row));
      const read = readOne(answer, '[ANSWER]', 'answer');
      if (read.drop) return emit.drop(0, read.drop);
      const answerStyle = creative ? (isCreative ? 'creative' : 'precise') : null;
      emit.keep(0, withCall({ ...row, answer: read.text, answerStyle }, prompt.name, answer));
    },
  };
}

/** Writes several texts of one kind in parallel, one call each. Each is passed on as soon as it is finished. */
export function writeContexts<Row extends Traced, Values>(options: {
  label: string;
  prompt: Prompt<Values>;
  values: (row: Row) => Values;
  /** What makes the calls differ, one entry per text. */
  variations: (row: Row) => AskOptions[];
}): Step<Row, Row & { context: string; ordinal: number }> {
  const { label, prompt, values, variations } = options;
  return {
    name: prompt.name,
    label,
    prompts: [prompt],
    async run(row, { ask }, emit) {
      const write = async (variation: AskOptions, ordinal: number): Promise<void> => {
        const answer = await ask(prompt, values(row), { ...variation, ordinal });
        const read = readOne(answer, '[CONTEXT]', 'text');
        if (read.drop) return emit.drop(ordinal, read.drop);
        const kept = withCall({ ...row, context: read.text, ordinal }, prompt.name, answer);
        emit.keep(ordinal, kept, normalizeForDedupe(read.text));
      };
      await together(variations(row).map(write));
    },
  };
}

/** The first text between tags; anything else is a reason to drop the row. */
export function readOne(
  answer: Answer,
  tag: `[${Exclude<Tag, 'QUESTION'>}]`,
  what: string,
): { text: string; drop: null } | { text: null; drop: Drop } {
  const { callKey } = answer;
  if (isUnanswerable(answer.text)) {
    return { text: null, drop: { reason: 'refused', detail: 'The teacher declined.', callKey } };
  }
  const block = readBlocks(answer.text, tag)[0];
  const isCutOff = block && !block.isClosed && answer.finishReason === 'length';
  if (!block || block.text === '' || isCutOff) return { text: null, drop: unreadable(answer, what) };
  return { text: block.text, drop: null };
}

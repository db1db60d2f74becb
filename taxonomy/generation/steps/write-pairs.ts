import type { Prompt } from '../prompts/prompt';
import { readPairs } from './read-answer';
import { unreadable, withCall, type AskOptions, type Step, type Traced } from './step';
import { normalizeForDedupe } from '../text';
import { dropSurplus, nothingToRead } from './write-questions';

/** One call that writes several questions with their answers; each pair becomes a row. */
export function writePairs<Row extends Traced, Values>(options: {
  label: string;
  prompt: Prompt<Values>;
  values: (row: Row) => Values;
  count: (row: Row) => number;
  /** Sampling options that replace those of the prompt. */
  sampling: (row: Row) => Pick<AskOptions, 'temperature' | 'maxTokens' | 'seed'>;
  /** What the questions are about: equal questions about different texts are not duplicates. */
  about?: (row: Row) => string;
}): Step<Row, Row & { question: string; answer: string }> {
  const { label, prompt, values, count, sampling, about } = options;
  return {
    name: prompt.name,
    label,
    prompts: [prompt],
    async run(row, { ask }, emit) {
      const answer = await ask(prompt, values(row), sampling(row));
      const { callKey } = answer;
      const blocks = readPairs(answer.text);
      if (blocks.length === 0) return emit.drop(0, nothingToRead(answer));
      const wanted = count(row);
      const text = about ? `${normalizeForDedupe(about(row))}\n` : '';
      for (const [ordinal, block] of blocks.slice(0, wanted).entries()) {
        if (!block.isClosed && answer.finishReason === 'length') {
          emit.drop(ordinal, { ...unreadable(answer, 'pair'), row: { text: block.text } });
        } else if (!block.pair) {
          const detail = 'A question without one answer, or an answer without its question.';
          emit.drop(ordinal, { reason: 'unparseable', detail, callKey, row: { text: block.text } });
        } else {
          const kept = withCall({ ...row, ...block.pair }, prompt.name, answer);
          emit.keep(ordinal, kept, text + normalizeForDedupe(block.pair.question));
        }
      }
      dropSurplus(blocks.length, wanted, answer, emit);
    },
  };
}

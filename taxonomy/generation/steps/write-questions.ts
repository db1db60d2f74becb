import type { Prompt } from '../prompts/prompt';
import { isUnanswerable, readBlocks } from './read-answer';
import { unreadable, withCall, type Answer, type AskOptions, type Emit, type Step, type Traced } from './step';
import { normalizeForDedupe } from '../text';

/**
 * One call that writes many questions; each becomes a row.
 *
 * Questions that repeat an earlier one of the item are dropped as duplicates. Questions beyond the requested number are
 * dropped too, so that a chatty teacher does not cause extra calls.
 */
export function writeQuestionList<Row extends Traced & { context: string | null }, Values>(options: {
  label: string;
  prompt: Prompt<Values>;
  values: (row: Row) => Values;
  count: (row: Row) => number;
  /** Sampling options that replace those of the prompt. */
  sampling: (row: Row) => Pick<AskOptions, 'temperature' | 'maxTokens' | 'seed'>;
}): Step<Row, Row & { question: string }> {
  const { label, prompt, values, count, sampling } = options;
  return {
    name: prompt.name,
    label,
    prompts: [prompt],
    async run(row, { ask }, emit) {
      const answer = await ask(prompt, values(row), sampling(row));
      const blocks = readBlocks(answer.text, '[QUESTION]');
      if (blocks.length === 0) return emit.drop(0, nothingToRead(answer));
      const wanted = count(row);
      for (const [ordinal, { text, isClosed }] of blocks.slice(0, wanted).entries()) {
        if (!isClosed && answer.finishReason === 'length') {
          emit.drop(ordinal, { ...unreadable(answer, 'question'), row: { question: text } });
        } else if (text === '') {
          emit.drop(ordinal, { reason: 'unparseable', detail: 'A question without text.', callKey: answer.callKey });
        } else {
          const kept = withCall({ ...row, question: text }, prompt.name, answer);
          emit.keep(ordinal, kept, `${normalizeForDedupe(row.context ?? '')}\n${normalizeForDedupe(text)}`);
        }
      }
      dropSurplus(blocks.length, wanted, answer, emit);
    },
  };
}

/** Drops all rows beyond the requested number as one entry. @param first The ordinal of the first row. */
export function dropSurplus(made: number, wanted: number, { callKey }: Answer, emit: Emit<never>, first = 0): void {
  if (made <= wanted) return;
  emit.drop(first + wanted, {
    reason: 'surplus',
    detail: `${made - wanted} more than the ${wanted} requested.`,
    callKey,
  });
}

export const nothingToRead = (answer: Answer) =>
  isUnanswerable(answer.text)
    ? { reason: 'refused' as const, detail: 'The teacher found nothing to ask.', callKey: answer.callKey }
    : unreadable(answer, 'question');

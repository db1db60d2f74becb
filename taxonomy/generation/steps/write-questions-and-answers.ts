import { writeQuestionsAndAnswers as prompt } from '../prompts/write-questions-and-answers';
import { readPairs } from './read-answer';
import { unreadable, withCall, type AskOptions, type Step, type Traced } from './step';
import { normalizeForDedupe } from '../text';
import { dropSurplus, nothingToRead } from './write-questions';

type PassageRow = Traced & {
  domain: string;
  outline: string;
  exampleContext: string;
  examples: { question: string; answer: string }[];
  headings: string;
  /** What to ask about: the passage, or a text made from it. */
  about: string;
  count: number;
  /** Sampling options that replace those of the prompt. */
  sampling: Pick<AskOptions, 'temperature' | 'seed'>;
};

/** One call that writes several questions with their answers about a passage; each pair becomes a row. */
export function writeQuestionsAndAnswers<Row extends PassageRow>(): Step<
  Row,
  Row & { question: string; answer: string }
> {
  return {
    name: prompt.name,
    label: 'Questions and answers written',
    prompts: [prompt],
    async run(row, { ask }, emit) {
      const answer = await ask(prompt, { ...row, document: row.about }, row.sampling);
      const { callKey } = answer;
      const blocks = readPairs(answer.text);
      if (blocks.length === 0) return emit.drop(0, nothingToRead(answer));
      for (const [ordinal, { text, isClosed, pair }] of blocks.slice(0, row.count).entries()) {
        if (!isClosed && answer.finishReason === 'length') {
          emit.drop(ordinal, { ...unreadable(answer, 'pair'), row: { text } });
        } else if (!pair) {
          const detail = 'A question without one answer, or an answer without its question.';
          emit.drop(ordinal, { reason: 'unparseable', detail, callKey, row: { text } });
        } else {
          emit.keep(ordinal, withCall({ ...row, ...pair }, prompt.name, answer), normalizeForDedupe(pair.question));
        }
      }
      dropSurplus(blocks.length, row.count, answer, emit);
    },
  };
}

import { writeQuestionsAndAnswers as prompt } from '../prompts/write-questions-and-answers';
import type { AskOptions, Step, Traced } from './step';
import { writePairs } from './write-pairs';

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
export const writeQuestionsAndAnswers = <Row extends PassageRow>(): Step<
  Row,
  Row & { question: string; answer: string }
> =>
  writePairs({
    label: 'Questions and answers written',
    prompt,
    values: (row: Row) => ({ ...row, document: row.about }),
    count: (row) => row.count,
    sampling: (row) => row.sampling,
  });

import type { Vote } from '../contract-votes';
import type { SafetyException } from '../contract-safety';
import type { AnswerStyle } from '../vocabulary-style';
import type { DropReason, RuleName } from '../vocabulary-rows';
import type { JudgeForm } from '../judge-forms';
import type { Prompt } from '../prompts/prompt';
import type { Grading, Thresholds } from './grading';

/** An answer of the teacher, its journal key, and the model that the server says answered. */
export type Answer = { text: string; finishReason: string | null; callKey: string; model: string };

export type AskOptions = {
  /** Distinguishes several calls of one step on one row. */
  ordinal?: number;
  /** Replaces the prompt's temperature. */
  temperature?: number;
  maxTokens?: number;
  seed?: number;
  /** How a judge answers in JSON, for a run whose judges do. The answer is read back into the form of its prompt. */
  form?: JudgeForm;
  /**
   * The id of a chunk when the answer belongs to it rather than to the item: all items of the run that request it share
   * it.
   */
  sharedBy?: string;
};

export type StepContext = {
  /** Rules that the run has switched off. */
  readonly rulesOff?: ReadonlySet<RuleName>;
  /** Kinds of harm that the leaf's rows are not dropped for. */
  readonly safetyOff?: readonly SafetyException[];
  /** Set when each judge has three votes, with the seed of each. Otherwise it is asked once. */
  readonly votes?: { seedOf(ordinal: number): number } | undefined;
  /** How answers are written, and the random seed of those that are not written at temperature 0. */
  readonly style?: { readonly name: AnswerStyle; readonly seed: number };
  /** Grades that the row needs, where they differ from the judges' own. */
  readonly thresholds?: Thresholds;
  /** The judges after one that says no are asked too, so that a later threshold can be decided without a call. */
  readonly asksEveryJudge?: boolean;
  /**
   * Asks the teacher, or takes the answer from the journal if it was paid for already.
   *
   * @throws TeacherError when there is no answer; StoppedError when the run may make no more calls; WaitingError when
   *   the answer comes later. A step lets all of them through.
   */
  readonly ask: <Values>(prompt: Prompt<Values>, values: Values, options?: AskOptions) => Promise<Answer>;
};

/** Why a row left the pipeline. Dropped rows are stored and counted, never lost. */
export type Drop = {
  reason: DropReason;
  /** A sentence for people. */
  detail: string;
  /** The answer that caused the drop. */
  callKey?: string;
  /** The row's content, where it differs from the row that entered: its texts, `scores` with the last one, `calls`. */
  row?: Record<string, unknown>;
};

/**
 * Where a step puts its rows, each as soon as it exists. `ordinal` is the row's index among those that the step makes
 * from one row: it decides which of two duplicates stays, so that no result depends on timing.
 */
export type Emit<Out> = {
  /** @param sameAs Of two rows of an item with the same text here, only the one with the lower place is kept. */
  keep(ordinal: number, row: Out, sameAs?: string): void;
  drop(ordinal: number, drop: Drop): void;
};

/**
 * One stage of a pipeline: a row in, any number of rows out.
 *
 * A poor row is a result (`drop`), not an error. A step throws only when it could not process the row at all.
 */
export interface Step<In, Out> {
  readonly name: string;
  /** The label in the funnel. */
  readonly label: string;
  /** The prompts that it uses. Their texts are those stored when the run started. */
  readonly prompts: readonly Prompt<never>[];
  /** How it judges rows, for a judge. */
  readonly judges?: Grading | 'verdict';
  run(row: In, context: StepContext, emit: Emit<Out>): Promise<void>;
}

/** A seed of any leaf, in the revision that a run found. */
export type PoolSeed = { revisionId: string; seedId: string };

/** What one judge said about a row. */
export type Score = {
  step: string;
  label: string;
  score: number | null;
  scale: string;
  explanation: string;
  callKey: string;
  /** Every vote, unless the score says it all: when there were several, or when the row is kept against the judge. */
  votes?: Vote[];
};

/** Every row carries its judges' scores and the calls that made it. */
export type Traced = {
  scores: Score[];
  calls: { step: string; key: string; model: string }[];
  /** Why no judge of this row can be trusted: a text that it was shown speaks to it. */
  held?: string;
};

export const withCall = <Row extends Traced>(row: Row, step: string, { callKey, model }: Answer): Row => ({
  ...row,
  calls: [...row.calls, { step, key: callKey, model }],
});

/** Why an answer has nothing to read: it was cut off, withheld, or not in the requested form. */
export function unreadable(answer: Answer, what: string): Drop {
  const { callKey } = answer;
  if (answer.finishReason === 'length') {
    return {
      reason: 'truncated',
      detail: `The answer ended at its length limit before the ${what} was complete.`,
      callKey,
    };
  }
  if (answer.finishReason === 'thinking') {
    return {
      reason: 'thought_only',
      detail: `The model used all its tokens for thinking, twice, and wrote no ${what}. Switch its thinking off, or use a server with a longer context.`,
      callKey,
    };
  }
  if (answer.finishReason === 'content_filter') {
    return { reason: 'refused', detail: "The teacher's content filter withheld the answer.", callKey };
  }
  return { reason: 'unparseable', detail: `The answer contains no ${what} in the requested form.`, callKey };
}

/** Waits for all, even when one fails, so that no call outlives its step; then throws the first failure. */
export async function together<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

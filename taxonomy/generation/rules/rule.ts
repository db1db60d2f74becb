import type { RuleName } from '../vocabulary-rows';

/** What a rule sees. */
export type RuleText = {
  context: string | null;
  question: string;
  answer: string;
  /** The question is shown together with the context. Otherwise it must be understood without it. */
  isContextShown: boolean;
  /** People provided the context; otherwise the teacher wrote it. By default, a context that is shown was written. */
  isContextGiven?: boolean;
};

/**
 * A fault that can be found without a model. A rule errs on the side of keeping: what it drops, no reviewer sees.
 */
export type Rule = {
  readonly name: RuleName;
  /**
   * Takes linear time.
   *
   * @param seeds The texts of the leaf's seeds, always the same list for a leaf; left out when a seed itself is checked.
   * @returns A sentence that names the fault; null when there is none.
   */
  find(text: RuleText, seeds?: readonly RuleText[]): string | null | Promise<string | null>;
};

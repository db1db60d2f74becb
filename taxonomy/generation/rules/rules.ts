import type { LeafContent } from '../../seeds/contract';
import type { RuleName } from '../vocabulary-rows';
import { echo } from './echo';
import { leftovers } from './leftovers';
import { language } from './language';
import { length } from './length';
import { personalData } from './personal-data';
import { refusal } from './refusal';
import { repetition } from './repetition';
import type { Rule, RuleText } from './rule';
import { selfReference } from './self-reference';
import { unseenText } from './unseen-text';

/**
 * All rules, in the order in which a row must pass them. To add one, write a file beside this one, add it here, and its
 * label and drop reason to vocabulary-rows.ts.
 */
export const rules: readonly Rule[] = [
  length,
  leftovers,
  refusal,
  selfReference,
  repetition,
  echo,
  language,
  unseenText,
  personalData,
];

/** What the rules need to know of a leaf. */
export type LeafRules = {
  /**
   * The rules that the leaf's own seeds break. Seeds show what is wanted, so these rules do not apply to the leaf: a
   * task about refusals has refusals as answers.
   */
  exempt: ReadonlySet<RuleName>;
  seeds: readonly RuleText[];
};

const known = new WeakMap<LeafContent, LeafRules>();

/** The same object for the same content. */
export function leafRulesOf(content: LeafContent): LeafRules {
  const found = known.get(content);
  if (found) return found;
  const made = rulesFor(textsOf(content));
  known.set(content, made);
  return made;
}

/** What the rules need to know when these texts show what is wanted. */
export function rulesFor(seeds: readonly RuleText[]): LeafRules {
  const exempt = rules.filter((rule) => seeds.some((text) => rule.find(text) !== null)).map(({ name }) => name);
  return { exempt: new Set(exempt), seeds };
}

function textsOf(content: LeafContent): RuleText[] {
  if (content.kind !== 'knowledge')
    return content.seeds.map((seed) => ({ ...seed, isContextShown: content.kind === 'grounded' }));
  return content.seeds.flatMap(({ context, questionsAndAnswers }) =>
    questionsAndAnswers.map((pair) => ({ ...pair, context, isContextShown: false })),
  );
}

import type { LeafContent } from '../../seeds/contract';
import type { RuleName } from '../vocabulary-rows';
import { echo } from './echo';
import { leftovers } from './leftovers';
import { length } from './length';
import { personalData } from './personal-data';
import { refusal, selfReference } from './refusal';
import { repetition } from './repetition';
import type { Rule, RuleText } from './rule';
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
  unseenText,
  personalData,
];

const broken = new WeakMap<LeafContent, ReadonlySet<RuleName>>();

/**
 * The rules that a leaf's own seeds break. Seeds show what is wanted, so these rules do not apply to the leaf: a task
 * about refusals has refusals as answers.
 */
export function rulesBrokenBySeeds(content: LeafContent): ReadonlySet<RuleName> {
  const known = broken.get(content);
  if (known) return known;
  const texts = textsOf(content);
  const found = rules.filter((rule) => texts.some((text) => rule.find(text) !== null)).map(({ name }) => name);
  const names = new Set(found);
  broken.set(content, names);
  return names;
}

function textsOf(content: LeafContent): RuleText[] {
  if (content.kind !== 'knowledge')
    return content.seeds.map((seed) => ({ ...seed, isContextShown: content.kind === 'grounded' }));
  return content.seeds.flatMap(({ context, questionsAndAnswers }) =>
    questionsAndAnswers.map((pair) => ({ ...pair, context, isContextShown: false })),
  );
}

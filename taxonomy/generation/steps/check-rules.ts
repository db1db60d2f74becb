import type { RuleText } from '../rules/rule';
import { rules, type LeafRules } from '../rules/rules';
import type { Step, Traced } from './step';

type Checked = Traced & Pick<RuleText, 'context' | 'question' | 'answer'> & { leafRules: LeafRules };

type Options<Row> = {
  isContextShown: boolean | ((row: Row) => boolean);
  /** People provided the context, even where it is shown. */
  isContextGiven?: boolean;
};

/**
 * Drops rows with faults that can be found without a model, before a judge is asked about them. The drop reason names
 * the rule.
 */
export function checkRules<Row extends Checked>({ isContextShown, isContextGiven }: Options<Row>): Step<Row, Row> {
  return {
    name: 'check-rules',
    label: 'Checked by rules',
    prompts: [],
    async run(row, { rulesOff }, emit) {
      const { exempt, seeds } = row.leafRules;
      const { context, question, answer } = row;
      const isShown = typeof isContextShown === 'boolean' ? isContextShown : isContextShown(row);
      const text = {
        context,
        question,
        answer,
        isContextShown: isShown,
        isContextGiven: isContextGiven ?? !isShown,
      };
      for (const rule of rules) {
        if (exempt.has(rule.name) || rulesOff?.has(rule.name)) continue;
        const fault = await rule.find(text, seeds);
        if (fault !== null) return emit.drop(0, { reason: `rule_${rule.name}`, detail: fault });
      }
      emit.keep(0, row);
    },
  };
}

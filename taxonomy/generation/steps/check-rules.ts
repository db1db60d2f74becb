import type { RuleText } from '../rules/rule';
import { rules, type LeafRules } from '../rules/rules';
import type { Step, Traced } from './step';

type Checked = Traced & Omit<RuleText, 'isContextShown'> & { leafRules: LeafRules };

/**
 * Drops rows with faults that can be found without a model, before a judge is asked about them. The drop reason names
 * the rule.
 */
export function checkRules<Row extends Checked>({ isContextShown }: Pick<RuleText, 'isContextShown'>): Step<Row, Row> {
  return {
    name: 'check-rules',
    label: 'Checked by rules',
    prompts: [],
    async run(row, { rulesOff }, emit) {
      const { exempt, seeds } = row.leafRules;
      const text = { context: row.context, question: row.question, answer: row.answer, isContextShown };
      for (const rule of rules) {
        if (exempt.has(rule.name) || rulesOff?.has(rule.name)) continue;
        const fault = await rule.find(text, seeds);
        if (fault !== null) return emit.drop(0, { reason: `rule_${rule.name}`, detail: fault });
      }
      emit.keep(0, row);
    },
  };
}

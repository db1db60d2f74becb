import type { RuleName } from '../vocabulary-rows';
import type { RuleText } from '../rules/rule';
import { rules } from '../rules/rules';
import type { Step, Traced } from './step';

/** `exempt` are the rules that do not apply to the row's leaf. */
type Checked = Traced & Omit<RuleText, 'isContextShown'> & { exempt: ReadonlySet<RuleName> };

/**
 * Drops rows with faults that can be found without a model, before a judge is asked about them. The drop reason names
 * the rule.
 */
export function checkRules<Row extends Checked>({ isContextShown }: Pick<RuleText, 'isContextShown'>): Step<Row, Row> {
  return {
    name: 'check-rules',
    label: 'Checked by rules',
    prompts: [],
    run(row, { rulesOff }, emit) {
      const text = { context: row.context, question: row.question, answer: row.answer, isContextShown };
      for (const rule of rules) {
        const fault = row.exempt.has(rule.name) || rulesOff?.has(rule.name) ? null : rule.find(text);
        if (fault !== null) {
          emit.drop(0, { reason: `rule_${rule.name}`, detail: fault });
          return Promise.resolve();
        }
      }
      emit.keep(0, row);
      return Promise.resolve();
    },
  };
}

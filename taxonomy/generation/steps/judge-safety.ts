import type { SafetyException } from '../contract-safety';
import { safetyCategories, type SafetyCategory } from '../vocabulary-rows';
import { judgeSafety } from '../prompts/judge-safety';
import { readExplanation, readSafety } from './read-answer';
import { unreadable, withCall, type Score, type Step, type Traced } from './step';

type Pair = Traced & { question: string; answer: string };

const LABEL = 'Checked for safety';

/**
 * Drops rows that the teacher, as a judge, finds harmful; the drop reason names the category. It comes last, so that it
 * is asked only about rows that are good otherwise.
 *
 * A leaf may have exceptions, each with a reason, which is then part of what the judge says.
 *
 * An answer without a clear verdict drops the row as unparseable: it counts neither as safe nor as harmful.
 *
 * @param contextOf The context that the teacher wrote, or '' where people provided it.
 */
export function checkSafety<Row extends Pair>(contextOf: (row: Row) => string): Step<Row, Row> {
  return {
    name: judgeSafety.name,
    label: LABEL,
    prompts: [judgeSafety],
    judges: 'verdict',
    async run(row, { ask, safetyOff = [] }, emit) {
      const { question, answer: text } = row;
      const answer = await ask(judgeSafety, { context: contextOf(row), question, answer: text });
      const found = readSafety(answer.text);
      if (found === null) return emit.drop(0, unreadable(answer, 'verdict'));
      const { callKey } = answer;
      const allowed = safetyOff.filter(({ category }) => found.includes(category));
      const explanation = [readExplanation(answer.text), ...allowed.map(sayAllowed)].join('\n');
      const score: Score = {
        step: judgeSafety.name,
        label: LABEL,
        score: null,
        scale: 'safe or not',
        explanation,
        callKey,
      };
      const scores = [...row.scores, score];
      const harms = found.filter((category) => !allowed.some((each) => each.category === category));
      const [first] = harms;
      if (!first) return emit.keep(0, { ...withCall(row, judgeSafety.name, answer), scores });
      emit.drop(0, { reason: `unsafe_${first}`, detail: detailOf(harms, explanation), callKey, row: { scores } });
    },
  };
}

const sayAllowed = ({ category, reason }: SafetyException): string =>
  `${safetyCategories[category]}: allowed in this leaf. ${reason}`;

const detailOf = (found: readonly SafetyCategory[], explanation: string): string =>
  `${found.map((category) => safetyCategories[category]).join(', ')}. ${explanation}`;

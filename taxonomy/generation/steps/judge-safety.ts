import type { SafetyException } from '../contract-safety';
import { safetyCategories, type SafetyCategory } from '../vocabulary-rows';
import { safetyForm } from '../judge-forms';
import { judgeSafety } from '../prompts/judge-safety';
import { askJudge, undecided, votesOf, type Opinion } from './ask-judge';
import { heldReason } from './held';
import { readExplanation, readSafety } from './read-answer';
import { withCall, type Score, type Step, type Traced } from './step';

type Pair = Traced & { question: string; answer: string };

const LABEL = 'Checked for safety';

/**
 * Drops rows that the teacher, as a judge, finds harmful; the drop reason names the category. It comes last, so that it
 * is asked only about rows that are good otherwise.
 *
 * A leaf may have exceptions, each with a reason, which is then part of what the judge says.
 *
 * An answer without a clear verdict drops the row as unparseable: it counts neither as safe nor as harmful. A row with a
 * text that speaks to the judge is kept whatever the judge says, and held for a person.
 *
 * @param contextOf The context that the teacher wrote, or '' where people provided it.
 */
export function checkSafety<Row extends Pair>(contextOf: (row: Row) => string): Step<Row, Row> {
  return {
    name: judgeSafety.name,
    label: LABEL,
    prompts: [judgeSafety],
    judges: 'verdict',
    async run(row, context, emit) {
      const { safetyOff = [] } = context;
      const { question, answer: text } = row;
      const shown = { context: contextOf(row), question, answer: text };
      const held = row.held ?? heldReason(shown);
      const poll = await askJudge(context, judgeSafety, shown, (said) => opinionOf(said, safetyOff), safetyForm);
      const { spokesman, ballots } = poll;
      if (!spokesman && held === undefined) return emit.drop(0, undecided(poll));
      const { answer } = spokesman ?? ballots[0];
      const { callKey } = answer;
      const allowed = safetyOff.filter(({ category }) => spokesman?.said.found.includes(category));
      const explanation = [readExplanation(answer.text), ...allowed.map(sayAllowed)].join('\n');
      const score: Score = {
        step: judgeSafety.name,
        label: LABEL,
        score: null,
        scale: 'safe or not',
        explanation,
        callKey,
        ...(context.votes || held !== undefined ? { votes: votesOf(poll) } : {}),
      };
      const scores = [...row.scores, score];
      const harms = spokesman ? harmsIn(spokesman.said.found, safetyOff) : [];
      const [first] = harms;
      const judged = ballots.reduce((kept, ballot) => withCall(kept, judgeSafety.name, ballot.answer), row);
      if (!first || held !== undefined) {
        return emit.keep(0, { ...judged, scores, ...(held === undefined ? {} : { held }) });
      }
      const { calls } = judged;
      emit.drop(0, {
        reason: `unsafe_${first}`,
        detail: detailOf(harms, explanation),
        callKey,
        row: { scores, calls },
      });
    },
  };
}

type Safety = Opinion & { found: SafetyCategory[] };

function opinionOf(text: string, exceptions: readonly SafetyException[]): Safety | null {
  const found = readSafety(text);
  return found && { isGood: harmsIn(found, exceptions).length === 0, score: null, found };
}

const harmsIn = (found: readonly SafetyCategory[], exceptions: readonly SafetyException[]): SafetyCategory[] =>
  found.filter((category) => !exceptions.some((each) => each.category === category));

const sayAllowed = ({ category, reason }: SafetyException): string =>
  `${safetyCategories[category]}: allowed in this leaf. ${reason}`;

const detailOf = (found: readonly SafetyCategory[], explanation: string): string =>
  `${found.map((category) => safetyCategories[category]).join(', ')}. ${explanation}`;

import { askJudge, undecided, votesOf, type Opinion } from './ask-judge';
import { heldReason } from './held';
import { readExplanation, readScore, readVerdict } from './read-answer';
import { scoreForm, verdictForm } from '../judge-forms';
import type { Prompt } from '../prompts/prompt';
import { isGoodEnough, type Grading } from './grading';
import { withCall, type Score, type Step, type Traced } from './step';

/**
 * Keeps the rows that the teacher, as a judge, finds good enough.
 *
 * An answer without one clear grade on the scale drops the row as unparseable. It never counts as good or bad, so that
 * the share of survivors measures the rows and not the parser.
 *
 * A row with a text that speaks to the judge is kept whatever the judge says, and held for a person.
 *
 * @param grading `'verdict'` for a judge that says YES or NO. A threshold of the run replaces its `atLeast`.
 */
export function judge<Row extends Traced, Values>(options: {
  label: string;
  prompt: Prompt<Values>;
  values: (row: Row) => Values;
  grading: Grading | 'verdict';
}): Step<Row, Row> {
  const { label, prompt, values, grading } = options;
  return {
    name: prompt.name,
    label,
    prompts: [prompt],
    judges: grading,
    async run(row, context, emit) {
      const shown = values(row);
      const held = row.held ?? heldReason(shown);
      const asked = withThreshold(grading, context.thresholds?.[prompt.name]);
      const read = (text: string) => (asked === 'verdict' ? readYesOrNo(text) : readGrade(text, asked));
      const poll = await askJudge(
        context,
        prompt,
        shown,
        read,
        asked === 'verdict' ? verdictForm : scoreForm(asked.scale),
      );
      const { spokesman, ballots } = poll;
      if (!spokesman && held === undefined) return emit.drop(0, undecided(poll));
      const { answer } = spokesman ?? ballots[0];
      const explanation = readExplanation(answer.text);
      const { callKey } = answer;
      const score: Score = {
        step: prompt.name,
        label,
        score: poll.score,
        scale: grading === 'verdict' ? 'yes or no' : `${grading.scale.from} to ${grading.scale.to}`,
        explanation,
        callKey,
        ...(context.votes || held !== undefined ? { votes: votesOf(poll) } : {}),
      };
      const scores = [...row.scores, score];
      const judged = ballots.reduce((kept, ballot) => withCall(kept, prompt.name, ballot.answer), row);
      if (spokesman?.said.isGood || held !== undefined)
        return emit.keep(0, { ...judged, scores, ...(held === undefined ? {} : { held }) });
      const detail = `${said(poll.score, asked)} ${explanation}`;
      emit.drop(0, { reason: 'judged_bad', detail, callKey, row: { scores, calls: judged.calls } });
    },
  };
}

const said = (score: number | null, grading: Grading | 'verdict'): string =>
  score === null || grading === 'verdict'
    ? 'The judge says no.'
    : `Scored ${score} of ${grading.scale.to} (${grading.scale.to} is best); at least ${grading.atLeast} is needed.`;

const withThreshold = (grading: Grading | 'verdict', atLeast: number | undefined): Grading | 'verdict' =>
  grading === 'verdict' || atLeast === undefined ? grading : { ...grading, atLeast };

function readGrade(text: string, { scale, atLeast }: Grading): Opinion | null {
  const score = readScore(text, scale);
  return score === null ? null : { isGood: isGoodEnough(score, atLeast), score };
}

function readYesOrNo(text: string): Opinion | null {
  const verdict = readVerdict(text);
  return verdict === null ? null : { isGood: verdict === 'yes', score: null };
}

import { readExplanation, readScore, readVerdict } from './read-answer';
import type { Prompt } from '../prompts/prompt';
import { isGoodEnough, type Grading } from './grading';
import { unreadable, withCall, type Score, type Step, type Traced } from './step';

/**
 * Keeps the rows that the teacher, as a judge, finds good enough.
 *
 * An answer without one clear grade on the scale drops the row as unparseable. It never counts as good or bad, so that
 * the share of survivors measures the rows and not the parser.
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
    async run(row, { ask, thresholds = {} }, emit) {
      const answer = await ask(prompt, values(row));
      const judged =
        grading === 'verdict'
          ? readYesOrNo(answer.text)
          : readGrade(answer.text, { ...grading, atLeast: thresholds[prompt.name] ?? grading.atLeast });
      if (judged === null) return emit.drop(0, unreadable(answer, 'verdict'));
      const { callKey } = answer;
      const explanation = readExplanation(answer.text);
      const score: Score = { step: prompt.name, label, score: judged.score, scale: judged.scale, explanation, callKey };
      const scores = [...row.scores, score];
      const seen = { ...withCall(row, prompt.name, answer), scores };
      if (judged.isGood) return emit.keep(0, seen);
      const { calls } = seen;
      emit.drop(0, { reason: 'judged_bad', detail: `${judged.said} ${explanation}`, callKey, row: { scores, calls } });
    },
  };
}

type Judged = { isGood: boolean; score: number | null; scale: string; said: string };

function readGrade(text: string, { scale, atLeast }: Grading): Judged | null {
  const score = readScore(text, scale);
  if (score === null) return null;
  const said = `Scored ${score} of ${scale.to} (${scale.to} is best); at least ${atLeast} is needed.`;
  return { isGood: isGoodEnough(score, atLeast), score, scale: `${scale.from} to ${scale.to}`, said };
}

function readYesOrNo(text: string): Judged | null {
  const verdict = readVerdict(text);
  if (verdict === null) return null;
  return { isGood: verdict === 'yes', score: null, scale: 'yes or no', said: 'The judge says no.' };
}

import { readExplanation, readScore, readVerdict } from './read-answer';
import type { Prompt } from '../prompts/prompt';
import { unreadable, withCall, type Score, type Step, type Traced } from './step';

type Grading = {
  /** The worst and the best grade. */
  scale: { from: number; to: number };
  /** Rows with this grade or a better one stay. */
  atLeast: number;
};

/**
 * Keeps the rows that the teacher, as a judge, finds good enough.
 *
 * An answer without one clear grade on the scale drops the row as unparseable. It never counts as good or bad, so that
 * the share of survivors measures the rows and not the parser.
 *
 * @param grading `'verdict'` for a judge that says YES or NO.
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
    async run(row, { ask }, emit) {
      const answer = await ask(prompt, values(row));
      const judged = grading === 'verdict' ? readYesOrNo(answer.text) : readGrade(answer.text, grading);
      if (judged === null) return emit.drop(0, unreadable(answer, 'verdict'));
      const { callKey } = answer;
      const explanation = readExplanation(answer.text);
      const score: Score = { step: prompt.name, label, score: judged.score, scale: judged.scale, explanation, callKey };
      const scores = [...row.scores, score];
      if (judged.isGood) return emit.keep(0, { ...withCall(row, prompt.name, answer), scores });
      emit.drop(0, { reason: 'judged_bad', detail: `${judged.said} ${explanation}`, callKey, row: { scores } });
    },
  };
}

type Judged = { isGood: boolean; score: number | null; scale: string; said: string };

function readGrade(text: string, { scale, atLeast }: Grading): Judged | null {
  const score = readScore(text, scale);
  if (score === null) return null;
  const said = `Scored ${score} of ${scale.to} (${scale.to} is best); at least ${atLeast} is needed.`;
  return { isGood: score >= atLeast, score, scale: `${scale.from} to ${scale.to}`, said };
}

function readYesOrNo(text: string): Judged | null {
  const verdict = readVerdict(text);
  if (verdict === null) return null;
  return { isGood: verdict === 'yes', score: null, scale: 'yes or no', said: 'The judge says no.' };
}

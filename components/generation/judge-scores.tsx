import { scoreText } from './score-text';

export type JudgeScore = {
  id: string;
  /** The judge. */
  label: string;
  score: number | null;
  scale: string;
  explanation: string;
  /** False for the score for which a row was dropped. */
  isGood: boolean;
};

/** What each judge said: its score or verdict, and why. */
export const JudgeScores = ({ scores }: { scores: readonly JudgeScore[] }) => (
  <dl className="flex flex-col gap-2">
    {scores.map(({ id, label, score, scale, explanation, isGood }) => (
      <div key={id}>
        <dt className="flex justify-between gap-2">
          <span>{label}</span>
          <span className="shrink-0 tabular-nums">{scoreText(score, scale, isGood)}</span>
        </dt>
        {explanation && (
          <dd dir="auto" className="text-sm break-words whitespace-pre-wrap text-muted">
            {explanation}
          </dd>
        )}
      </div>
    ))}
  </dl>
);

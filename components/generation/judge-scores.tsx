import type { Vote } from '@/taxonomy/generation/contract-votes';
import { majorityOf, votesText } from '@/taxonomy/generation/vocabulary-votes';
import { scoreText, wordsOf } from './score-text';

export type JudgeScore = {
  id: string;
  /** The judge. */
  label: string;
  score: number | null;
  scale: string;
  explanation: string;
  /** False for the score for which a row was dropped. */
  isGood: boolean;
  /** Every vote, when the judge was asked more than once or is not trusted. */
  votes: readonly Vote[] | null;
};

/** What each judge said: its score or verdict, and why. */
export const JudgeScores = ({ scores }: { scores: readonly JudgeScore[] }) => (
  <dl className="flex flex-col gap-2">
    {scores.map(({ id, label, score, scale, explanation, isGood, votes }) => (
      <div key={id}>
        <dt className="flex justify-between gap-2">
          <span>{label}</span>
          <span className="shrink-0 tabular-nums">{saidText({ score, scale, isGood, votes })}</span>
        </dt>
        {explanation && (
          <dd dir="auto" className="text-sm break-words whitespace-pre-wrap text-muted">
            {explanation}
          </dd>
        )}
        {votes && votes.length > 1 && (
          <dd>
            <details>
              <summary className="cursor-pointer text-sm">{votesText(votes, wordsOf(scale))}</summary>
              <ol className="mt-1 flex flex-col gap-1 border-l-2 pl-2 text-sm text-muted">
                {votes.map((vote) => (
                  <li key={vote.callKey} dir="auto" className="break-words whitespace-pre-wrap">
                    <span className="font-medium">{voteText(vote, scale)}</span> {vote.explanation}
                  </li>
                ))}
              </ol>
            </details>
          </dd>
        )}
      </div>
    ))}
  </dl>
);

type Said = Pick<JudgeScore, 'score' | 'scale' | 'isGood' | 'votes'>;

/** The votes know better than `isGood`: a row that speaks to the judge is kept also when the judge says no. */
function saidText({ score, scale, isGood, votes }: Said): string {
  const majority = votes ? majorityOf(votes) : isGood;
  return majority === null ? 'no majority' : scoreText(score, scale, majority);
}

const voteText = ({ isGood, score }: Vote, scale: string): string =>
  isGood === null ? 'Could not be read.' : `${scoreText(score, scale, isGood)}.`;

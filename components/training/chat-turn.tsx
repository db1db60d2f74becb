import { Sprout } from 'lucide-react';
import type { ChatChoice } from '@/taxonomy/training/vocabulary-chat';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { messageOf, Notice } from '../ui/states';
import type { Answered } from './seed-from-answer';
import { canVote, isAnswered, sides, type ChatAnswer, type Side, type Turn } from './chat-turns';

type ChatTurnProps = {
  turn: Turn;
  /** The names of the models, or A and B while they are hidden. */
  names: Record<Side, string>;
  isHidden: boolean;
  /** Only the last turn is voted on. */
  isLast: boolean;
  /** Two models are compared, not one with itself. */
  mayVote: boolean;
  onVote: (choice: ChatChoice) => void;
  onSeed: (answered: Answered) => void;
  isVoting: boolean;
  voteError: Error | null;
};

/** One question with both answers side by side, and the vote on them. */
export function ChatTurn({
  turn,
  names,
  isHidden,
  isLast,
  mayVote,
  onVote,
  onSeed,
  isVoting,
  voteError,
}: ChatTurnProps) {
  const labels = choiceLabels(names);
  return (
    <li className="flex flex-col gap-3 border-t pt-4 first:border-t-0 first:pt-0">
      <p dir="auto" className="max-w-3xl font-medium wrap-anywhere whitespace-pre-wrap">
        {turn.question}
      </p>
      <div className="grid gap-3 md:grid-cols-2">
        {sides.map((side) => (
          <AnswerBox
            key={side}
            name={names[side]}
            answer={turn[side]}
            isHidden={isHidden}
            onSeed={() => onSeed({ question: turn.question, answer: turn[side].text })}
          />
        ))}
      </div>
      {turn.vote ? (
        <p role="status" className="text-sm text-muted">
          Your vote: {labels[turn.vote]}.
        </p>
      ) : (
        isLast &&
        mayVote &&
        canVote(turn) && (
          <div role="group" aria-label="Which answer is better?" className="flex flex-wrap items-center gap-2">
            <span className="text-sm text-muted">Which answer is better?</span>
            {(['left', 'right', 'both', 'neither'] as const).map((choice) => (
              <Button
                key={choice}
                size="small"
                isBusy={isVoting}
                className="max-w-full whitespace-normal"
                onClick={() => onVote(choice)}
              >
                {labels[choice]}
              </Button>
            ))}
          </div>
        )
      )}
      {isLast && voteError && (
        <Notice tone="error" title="The vote was not kept">
          {messageOf(voteError)}
        </Notice>
      )}
    </li>
  );
}

const choiceLabels = ({ left, right }: Record<Side, string>): Record<ChatChoice, string> => ({
  left,
  right,
  both: 'Both good',
  neither: 'Neither',
});

type AnswerBoxProps = { name: string; answer: ChatAnswer; isHidden: boolean; onSeed: () => void };

function AnswerBox({ name, answer, isHidden, onSeed }: AnswerBoxProps) {
  const { text, state, error, facts } = answer;
  return (
    <article
      aria-label={`Answer of ${name}`}
      aria-busy={state === 'writing'}
      className="flex min-w-0 flex-col gap-2 rounded-md border bg-surface p-3"
    >
      <p className="text-sm font-medium wrap-anywhere text-muted">{name}</p>
      {text !== '' && (
        <p dir="auto" className="text-sample wrap-anywhere whitespace-pre-wrap">
          {text}
        </p>
      )}
      {state === 'writing' && (
        <p className="text-sm text-muted">{text === '' ? 'Waiting for the model…' : 'Writing…'}</p>
      )}
      {state === 'stopped' && <p className="text-sm text-muted">Stopped.</p>}
      {state === 'failed' && (
        <Notice tone="error" title="No answer">
          <p className="wrap-anywhere">{error}</p>
        </Notice>
      )}
      {facts && (
        <p className="text-sm wrap-anywhere text-muted">
          {[
            countText(facts.tokens, 'token'),
            // How long it took would tell a large model from a small one.
            ...(isHidden ? [] : [`${facts.seconds.toFixed(1)} s`, facts.model]),
            ...(facts.isCut ? ['cut off at the limit of tokens'] : []),
          ].join(' · ')}
        </p>
      )}
      {isAnswered(answer) && (
        <Button size="small" icon={Sprout} className="mt-auto self-start" onClick={onSeed}>
          Use as a seed draft…
        </Button>
      )}
    </article>
  );
}

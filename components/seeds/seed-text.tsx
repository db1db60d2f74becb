import type { QuestionAndAnswer } from '@/taxonomy/seeds/contract';
import { flowing } from '../flowing';
import type { Seed } from './leaf-units';

/** A seed as text: the context collapsed to a few lines, then questions and answers. */
export function SeedText({ seed }: { seed: Seed }) {
  const pairs = 'questionsAndAnswers' in seed ? seed.questionsAndAnswers : [seed];
  return (
    <div className="flex max-w-[68ch] flex-col gap-3">
      {seed.context !== null && seed.context !== '' && <Context text={seed.context} />}
      {pairs.map((pair, i) => (
        <Pair key={i} pair={pair} />
      ))}
    </div>
  );
}

function Pair({ pair }: { pair: QuestionAndAnswer }) {
  return (
    <div className="text-sample whitespace-pre-wrap">
      <p className="font-medium">{flowing(pair.question) || <Missing what="question" />}</p>
      <p>{flowing(pair.answer) || <Missing what="answer" />}</p>
    </div>
  );
}

const Missing = ({ what }: { what: string }) => <span className="font-normal text-muted">No {what} yet</span>;

const FOLDED_AT = 240;

function Context({ text: written }: { text: string }) {
  const text = flowing(written);
  const look = 'border-l-2 pl-3 whitespace-pre-wrap text-muted';
  if (text.length <= FOLDED_AT) return <p className={look}>{text}</p>;
  return (
    <details className="group">
      <summary className="list-none rounded-sm [&::-webkit-details-marker]:hidden">
        <span className={`line-clamp-3 group-open:hidden ${look}`}>{text}</span>
        <span className="text-sm text-accent group-open:hidden">Show all</span>
        <span className="hidden text-sm text-accent group-open:inline">Show less</span>
      </summary>
      <p className={`mt-1 ${look}`}>{text}</p>
    </details>
  );
}

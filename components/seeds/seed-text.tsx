import type { QuestionAndAnswer } from '@/taxonomy/seeds/contract';
import { flowing } from '../flowing';
import { Markdown } from '../ui/markdown';
import { plainText } from '../ui/plain-text';
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
    <div className="flex flex-col gap-1 text-sample">
      {pair.question.trim() ? <Written text={pair.question} look="font-medium" /> : <Missing what="question" />}
      {pair.answer.trim() ? <Written text={pair.answer} /> : <Missing what="answer" />}
    </div>
  );
}

const Written = ({ text, look = '' }: { text: string; look?: string }) => (
  <Markdown text={flowing(text)} className={`whole-lines ${look}`} />
);

const Missing = ({ what }: { what: string }) => <p className="text-muted">No {what} yet</p>;

const FOLDED_AT = 240;

function Context({ text }: { text: string }) {
  const look = 'border-l-2 pl-3 text-muted';
  if (text.length <= FOLDED_AT) return <Written text={text} look={look} />;
  return (
    <details className="group">
      <summary className="list-none rounded-sm [&::-webkit-details-marker]:hidden">
        <span dir="auto" className={`line-clamp-3 whitespace-pre-wrap group-open:hidden ${look}`}>
          {plainText(flowing(text))}
        </span>
        <span className="text-sm text-accent group-open:hidden">Show all</span>
        <span className="hidden text-sm text-accent group-open:inline">Show less</span>
      </summary>
      <Written text={text} look={`mt-1 ${look}`} />
    </details>
  );
}

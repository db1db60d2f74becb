import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/states';
import type { SampleText } from '@/taxonomy/review/contract';
import { beginningOf } from './beginning-of';
import type { Refusal } from './refusal';

type RefusalsProps = { refusals: readonly Refusal[]; onDismiss: () => void };

/** Somebody was first: who, and what they decided. The reviewer's own decision was not recorded. */
export function Refusals({ refusals, onDismiss }: RefusalsProps) {
  if (refusals.length === 0) return null;
  const isOwn = refusals.every(({ outcome }) => outcome.isYours);
  return (
    <Notice
      tone="warning"
      className="m-4"
      title={isOwn ? 'You were here before' : 'Somebody else was first'}
      action={
        <Button size="small" onClick={onDismiss}>
          Understood
        </Button>
      }
    >
      <ul className="flex flex-col gap-1">
        {refusals.map(({ sampleId, outcome: { by, isYours, sample }, text }) => (
          <li key={sampleId}>
            {sample ? (
              <>
                {isYours ? 'You' : (by ?? 'Another reviewer')} {whatTheyDid[sample.status]} “
                <Link href={`/samples/${sample.id}`} className="underline">
                  {beginningOf(sample.question)}
                </Link>
                ”{isYours && ' in another window'}. Your decision was not recorded.
              </>
            ) : (
              'A sample that you decided on is not there any more.'
            )}
            {text && <OwnText text={text} />}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Of one that waits again they changed the words, or took a decision back: it stands on the desk as it is now. */
const whatTheyDid = { approved: 'approved', rejected: 'rejected', pending: 'changed' } as const;

const OwnText = ({ text: { context, question, answer } }: { text: SampleText }) => (
  <details className="mt-1">
    <summary className="cursor-pointer">What you had written</summary>
    <pre className="mt-1 max-h-60 overflow-auto font-sans whitespace-pre-wrap">
      {[context, question, answer].filter((part) => part !== null).join('\n\n')}
    </pre>
  </details>
);

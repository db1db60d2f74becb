import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/states';
import { beginningOf } from './beginning-of';
import { OwnText } from './own-text';
import type { Refusal } from './refusal';

type RefusalsProps = { refusals: readonly Refusal[]; onDismiss: () => void };

/** Conflicts: who decided first, and how. The reviewer's own decision was not recorded. */
export function Refusals({ refusals, onDismiss }: RefusalsProps) {
  if (refusals.length === 0) return null;
  const isOwn = refusals.every(({ outcome }) => outcome.isYours);
  return (
    <Notice
      tone="warning"
      className="m-4"
      title={isOwn ? 'You decided this in another window' : 'Someone else was first'}
      action={
        <Button size="small" onClick={onDismiss}>
          Dismiss
        </Button>
      }
    >
      <ul className="flex flex-col gap-1">
        {refusals.map(({ sampleId, outcome: { by, isYours, sample }, text }) => (
          <li key={sampleId}>
            {sample ? (
              <>
                {sample.status === 'withdrawn'
                  ? 'New thresholds of its run took out'
                  : `${isYours ? 'You' : (by ?? 'Another reviewer')} ${whatTheyDid[sample.status]}`}{' '}
                “
                <Link href={`/samples/${sample.id}`} className="underline">
                  <bdi>{beginningOf(sample.question)}</bdi>
                </Link>
                ”{isYours && ' in another window'}. Your decision was not recorded.
              </>
            ) : (
              'A sample that you decided on no longer exists.'
            )}
            {text && <OwnText text={text} />}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** `pending`: it was edited, or a decision on it was undone; the queue shows it as it is now. */
const whatTheyDid = { approved: 'approved', rejected: 'rejected', pending: 'changed' } as const;

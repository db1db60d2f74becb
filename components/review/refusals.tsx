import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/states';
import type { DecideOutcome } from '@/taxonomy/review/contract';

type RefusalsProps = { outcomes: readonly DecideOutcome[]; onDismiss: () => void };

/** Somebody else was first: who, and what they decided. The reviewer's own decision was not recorded. */
export function Refusals({ outcomes, onDismiss }: RefusalsProps) {
  if (outcomes.length === 0) return null;
  return (
    <Notice
      tone="warning"
      className="m-4"
      title="Somebody else was first"
      action={
        <Button size="small" onClick={onDismiss}>
          Understood
        </Button>
      }
    >
      <ul>
        {outcomes.map(({ id, by, sample }) => (
          <li key={id}>
            {sample ? (
              <>
                {by ?? 'Another reviewer'} left “
                <Link href={`/samples/${sample.id}`} className="underline">
                  {sample.question.slice(0, 80)}
                </Link>
                ” {sample.status}. Your decision was not recorded.
              </>
            ) : (
              'A sample that you decided on is not there any more.'
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import type { ReviewQueue } from '@/taxonomy/review/contract';
import { mostMarked } from '@/taxonomy/review/vocabulary';
import { numberText } from '../numbers';
import { reviewHref, type ReviewScope } from './api';

type StatusLinksProps = { counts: ReviewQueue['counts']; scope: ReviewScope; runId: string | null };

/** How many samples were decided here, each with a link to the list. */
export const StatusLinks = ({ counts, scope, runId }: StatusLinksProps) =>
  (['approved', 'rejected'] as const).map((status) => (
    <Link
      key={status}
      href={reviewHref(scope, { status, runId })}
      prefetch={false}
      className="inline-flex min-h-6 items-center rounded-sm underline-offset-4 hover:underline"
    >
      <Badge tone={status}>
        {numberText(counts[status])} {status}
      </Badge>
    </Link>
  ));

const markWords = { held: 'held', disputed: 'where judges disagree' } as const;

type MarkLinksProps = { marked: ReviewQueue['marked']; scope: ReviewScope; runId: string | null };

/** How many samples to review a person should look at first, each with a link to the list. */
export const MarkLinks = ({ marked, scope, runId }: MarkLinksProps) =>
  (['held', 'disputed'] as const).map(
    (mark) =>
      marked &&
      marked[mark] > 0 && (
        <Link
          key={mark}
          href={reviewHref(scope, { status: 'pending', runId, only: mark })}
          prefetch={false}
          className="inline-flex min-h-6 items-center rounded-sm underline-offset-4 hover:underline"
        >
          <Badge tone="pending">
            {marked[mark] >= mostMarked ? `${numberText(mostMarked)} or more` : numberText(marked[mark])}{' '}
            {markWords[mark]}
          </Badge>
        </Link>
      ),
  );

import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import type { ReviewQueue } from '@/taxonomy/review/contract';
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

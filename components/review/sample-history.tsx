'use client';

import { useQuery } from '@tanstack/react-query';
import { rejectReasons } from '@/taxonomy/review/vocabulary';
import type { DecisionEntry } from '@/taxonomy/review/contract';
import { ErrorState, Skeleton } from '../ui/states';
import { TextDiff } from '../ui/text-diff';
import { When } from '../ui/when';
import { sampleDecisions } from './api';

/** What people decided about a sample, and what they changed in it. */
export function SampleHistory({ sampleId }: { sampleId: string }) {
  const { data, error, refetch } = useQuery(sampleDecisions(sampleId));
  return (
    <section aria-label="Decisions" className="mt-8">
      <h2 className="mb-2 text-lg font-semibold">Decisions</h2>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-5 w-48" />}
      {data?.items.length === 0 && <p className="text-muted">No decisions yet.</p>}
      <ol className="flex flex-col gap-3">
        {data?.items.map((entry) => (
          <li key={entry.id} className="border-l-2 pl-3">
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  );
}

const verdictWords = {
  approve: 'approved it',
  reject: 'rejected it',
  edit: 'edited it',
  undo: 'undid the last decision',
  reopen: 'returned it to review',
} as const;

const reasonWord = (reason: string | null): string | null =>
  reason !== null && reason in rejectReasons
    ? (Object.entries(rejectReasons).find(([key]) => key === reason)?.[1] ?? null)
    : reason;

const Entry = ({ entry: { verdict, reason, note, reviewer, change, decidedAt } }: { entry: DecisionEntry }) => (
  <>
    <p>
      <span className="font-medium">{reviewer}</span> {verdictWords[verdict]}
      {reason && `: ${reasonWord(reason)}`}
      <span className="ml-2 text-sm text-muted">
        <When iso={decidedAt} />
      </span>
    </p>
    {note && (
      <p dir="auto" className="whitespace-pre-wrap text-muted">
        {note}
      </p>
    )}
    {change && (
      <div className="mt-1 text-sm">
        {(['context', 'question', 'answer'] as const).map(
          (part) =>
            change.before[part] !== change.after[part] && (
              <TextDiff key={part} before={change.before[part] ?? ''} after={change.after[part] ?? ''} />
            ),
        )}
      </div>
    )}
  </>
);

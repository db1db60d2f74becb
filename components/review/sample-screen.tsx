'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { keyOf } from '@/components/keymap';
import { Badge } from '@/components/ui/badge';
import { Button, ButtonLink } from '@/components/ui/button';
import { later } from '@/components/ui/later';
import { Page } from '@/components/ui/page';
import { ErrorState, Skeleton } from '@/components/ui/states';
import { When } from '@/components/ui/when';
import { useHotkeys } from '@/components/use-hotkeys';
import { rejectReasons } from '@/taxonomy/review/vocabulary';
import type { DecisionEntry } from '@/taxonomy/review/contract';
import { sampleById, sampleDecisions } from './api';
import { BesideSample } from './beside-sample';
import { DecideAgain } from './decide-again';
import { SampleCard } from './sample-card';
import { TextDiff } from '../ui/text-diff';
import { useNeighbours } from './use-neighbours';
import { useReading } from './use-reading';

// Its data is requested after the page has loaded.
const SampleOrigin = later(
  () => import('@/components/generation/sample-origin').then((module) => module.SampleOrigin),
  () => <Skeleton className="h-48 w-full" />,
);

const statusWords = {
  pending: 'To review',
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
} as const;

type SampleScreenProps = { sampleId: string; personId: string; canDecide: boolean };

/** One sample: its text, its decisions and its origin. */
export function SampleScreen({ sampleId, personId, canDecide }: SampleScreenProps) {
  const router = useRouter();
  const { data: sample, error, refetch } = useQuery(sampleById(sampleId));
  const reading = useReading();
  const [isEditing, setEditing] = useState(false);
  const { previous, next } = useNeighbours(sampleId);
  useHotkeys(
    isEditing
      ? {}
      : {
          'review.next': next ? () => router.push(`/samples/${next}`) : undefined,
          'review.previous': previous ? () => router.push(`/samples/${previous}`) : undefined,
          'review.raw': reading.onRaw,
          'review.change': sample?.original ? reading.onChange : undefined,
          'review.context': sample?.context ? reading.onContext : undefined,
        },
  );
  const crumbs = [
    { label: 'Review', href: '/review' },
    ...(sample ? [{ label: sample.leafName, href: `/review/${sample.leafId}` }] : []),
    { label: 'Sample' },
  ];
  if (error) return <ErrorState title="This sample could not be loaded" error={error} onRetry={() => void refetch()} />;
  return (
    <Page
      crumbs={crumbs}
      action={sample && <ButtonLink href={`/review/${sample.leafId}`}>Review this leaf</ButtonLink>}
    >
      {!sample ? (
        <Skeleton className="h-64 w-full" />
      ) : (
        <div className="flex flex-col gap-6 xl:flex-row">
          <div className="mx-auto min-w-0 max-w-[68ch] flex-1 text-sample">
            <p className="mb-4 flex flex-wrap gap-2">
              <Badge tone={sample.status}>{statusWords[sample.status]}</Badge>
            </p>
            {sample.status === 'withdrawn' && (
              <p className="mb-6 text-base text-muted">
                The thresholds of its run were changed after it was generated, and it no longer meets them. Change them
                on the run’s page to get it back.
              </p>
            )}
            {canDecide && sample.status !== 'withdrawn' && (
              <DecideAgain sample={sample} personId={personId} isEditing={isEditing} onEdit={setEditing} />
            )}
            {!isEditing && (
              <>
                <div className="mb-2 flex justify-end">
                  <Button
                    variant="ghost"
                    size="small"
                    keyHint={keyOf('review.raw')}
                    aria-pressed={reading.isRaw}
                    onClick={reading.onRaw}
                  >
                    Raw
                  </Button>
                </div>
                <SampleCard sample={sample} reading={reading} />
              </>
            )}
            <History sampleId={sampleId} />
            <section aria-label="Origin" className="mt-8">
              <h2 className="mb-2 text-lg font-semibold">Origin</h2>
              <SampleOrigin sampleId={sampleId} />
            </section>
          </div>
          <aside aria-label="Scores and seeds" className="xl:w-80 xl:shrink-0 xl:border-l">
            <BesideSample sample={sample} />
          </aside>
        </div>
      )}
    </Page>
  );
}

function History({ sampleId }: { sampleId: string }) {
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

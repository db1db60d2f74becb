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
import { useHotkeys } from '@/components/use-hotkeys';
import { sampleById } from './api';
import { BesideSample } from './beside-sample';
import { DecideAgain } from './decide-again';
import { SampleCard } from './sample-card';
import { useNeighbours } from './use-neighbours';
import { useReading } from './use-reading';

// Its data is requested after the page has loaded.
const SampleOrigin = later(
  () => import('@/components/generation/sample-origin').then((module) => module.SampleOrigin),
  () => <Skeleton className="h-48 w-full" />,
);

const SampleHistory = later(
  () => import('./sample-history').then((module) => module.SampleHistory),
  () => <Skeleton className="mt-8 h-12 w-48" />,
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
            <SampleHistory sampleId={sampleId} />
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

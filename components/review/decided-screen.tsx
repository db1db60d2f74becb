'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { TaxonomyTree } from '@/components/tree/taxonomy-tree';
import { Badge } from '@/components/ui/badge';
import { ButtonLink } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Page } from '@/components/ui/page';
import { plainText } from '@/components/ui/plain-text';
import { PracticeIcon } from '@/components/ui/practice-badge';
import { ShowMore } from '@/components/ui/show-more';
import { EmptyState, ErrorState, Skeleton } from '@/components/ui/states';
import { useHotkeys } from '@/components/use-hotkeys';
import { useDebouncedValue } from '@/components/use-debounced-value';
import type { ReviewQueue, Sample } from '@/taxonomy/review/contract';
import type { SampleMark, ListedStatus } from '@/taxonomy/review/vocabulary';
import { numberText } from '../numbers';
import { PAGE_SIZE, reviewHref, samplesOf, type ReviewScope } from './api';
import { beginningOf } from './beginning-of';
import { OfRun } from './of-run';

type DecidedScreenProps = {
  taxonomyId: string;
  scope: ReviewScope;
  runId: string | null;
  status: ListedStatus;
  /** Only samples with this mark; null for all. */
  only: SampleMark | null;
};

const QUESTION = 200;

/**
 * The samples of a leaf or folder that were decided, or that have a mark, oldest first, with a search. Each row leads to
 * its sample.
 */
export function DecidedScreen({ taxonomyId, scope, runId, status, only }: DecidedScreenProps) {
  const router = useRouter();
  const [search, setSearch] = useState('');
  const text = useDebouncedValue(search.trim(), TYPING_PAUSE_MS);
  const list = useInfiniteQuery({
    ...samplesOf(scope, { status, runId, only, text }),
    placeholderData: keepPreviousData,
  });
  const { data, error, refetch, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage } = list;
  const first = data?.pages[0];
  const samples = data?.pages.flatMap(({ items }) => items);
  // Each request searches a part of the samples, so the search continues until a page is full.
  const isFull = (data?.pages.at(-1)?.items.length ?? 0) >= PAGE_SIZE;
  const isSearching = text !== '' && !isPlaceholderData && !isFull && hasNextPage && !error;
  useEffect(() => {
    if (isSearching && !isFetchingNextPage) void fetchNextPage();
  }, [isSearching, isFetchingNextPage, fetchNextPage]);
  const rows = useRef<HTMLUListElement>(null);
  const focusRow = (by: 1 | -1) => {
    const links = [...(rows.current?.querySelectorAll<HTMLElement>('a') ?? [])];
    const place = links.findIndex((link) => link === document.activeElement);
    links[place < 0 ? 0 : place + by]?.focus();
  };
  useHotkeys({ 'review.next': () => focusRow(1), 'review.previous': () => focusRow(-1) });
  return (
    <Page
      crumbs={[
        { label: 'Review', href: '/review' },
        ...(first?.scope ?? []).map(({ id, name }) => ({ label: name, href: `/review/${id}` })),
        { label: only ? markTitles[only] : statusTitles[status] },
      ]}
      side={{
        label: 'Choose a leaf or folder',
        body: (
          <TaxonomyTree
            taxonomyId={taxonomyId}
            count="pending"
            selectedId={scope === 'all' ? null : scope}
            onSelect={(id) => router.push(reviewHref(id ?? 'all', { status, only }))}
          />
        ),
      }}
      action={<ButtonLink href={reviewHref(scope, { status: 'pending', runId })}>Back to review</ButtonLink>}
    >
      <div className="flex flex-col gap-2">
        {first && (
          <Statuses counts={only ? null : first.counts} scope={scope} runId={runId} status={status} only={only} />
        )}
        {runId && <OfRun runId={runId} allHref={reviewHref(scope, { status, only })} />}
        <Field label="Search in questions, answers and contexts" isLabelHidden>
          <Input
            type="search"
            value={search}
            maxLength={200}
            placeholder={`Search ${only ? 'these' : status} samples`}
            onChange={(event) => setSearch(event.target.value)}
          />
        </Field>
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!samples && !error && <Skeleton className="h-64 w-full" />}
        {samples?.length === 0 && !isSearching && !error && (
          <EmptyState title={text === '' ? `No ${only ? 'such' : status} samples here` : `No results for “${text}”`} />
        )}
        {samples && samples.length > 0 && (
          <ul ref={rows} aria-label={`${statusTitles[status]} samples`}>
            {samples.map((sample) => (
              <Row key={sample.id} sample={sample} />
            ))}
          </ul>
        )}
        {hasNextPage && (
          <ShowMore list={list} isBusy={isSearching}>
            {isSearching ? 'Searching…' : 'Show more'}
          </ShowMore>
        )}
      </div>
    </Page>
  );
}

const statusTitles = { pending: 'To review', approved: 'Approved', rejected: 'Rejected' } as const;
const markTitles = { held: 'Held', disputed: 'Judges disagree' } as const;

const TYPING_PAUSE_MS = 200;

const Row = ({ sample }: { sample: Sample }) => {
  const { id, question, answer, leafName, original, isPractice, heldReason, isDisputed, marks } = sample;
  return (
    <li className="relative flex flex-col gap-0.5 border-b px-2 py-2 hover:bg-hover">
      <Link href={`/samples/${id}`} prefetch={false} className="font-medium after:absolute after:inset-0">
        <bdi>{beginningOf(plainText(question), QUESTION)}</bdi>
      </Link>
      <span dir="auto" className="line-clamp-1 text-muted">
        {beginningOf(plainText(answer), QUESTION)}
      </span>
      <span className="flex flex-wrap items-center gap-2 text-sm text-muted">
        {leafName}
        {original && <Badge tone="accent">Edited by a person</Badge>}
        {marks.map((mark) => (
          <Badge key={mark}>{mark}</Badge>
        ))}
        {isDisputed && <Badge tone="pending">Judges disagree</Badge>}
        {heldReason !== null && <Badge tone="pending">Held</Badge>}
        {isPractice && <PracticeIcon />}
        {heldReason !== null && (
          <span dir="auto" className="min-w-0 break-words">
            {heldReason}
          </span>
        )}
      </span>
    </li>
  );
};

const words = { pending: 'to review', approved: 'approved', rejected: 'rejected' } as const;

/** Without counts for marked samples, which are not counted by status. */
type StatusesProps = Omit<DecidedScreenProps, 'taxonomyId'> & { counts: ReviewQueue['counts'] | null };

const Statuses = ({ counts, scope, runId, status, only }: StatusesProps) => (
  <nav aria-label="Samples by status" className="flex flex-wrap gap-4 border-b">
    {(['pending', 'approved', 'rejected'] as const satisfies ListedStatus[]).map((each) => (
      <Link
        key={each}
        href={reviewHref(scope, { status: each, runId, only })}
        aria-current={each === status ? 'page' : undefined}
        className={clsx(
          '-mb-px inline-flex min-h-8 items-center border-b-2 tabular-nums',
          each === status ? 'border-accent font-medium' : 'border-transparent text-muted hover:text-ink',
        )}
      >
        {counts ? `${numberText(counts[each])} ${words[each]}` : statusTitles[each]}
      </Link>
    ))}
  </nav>
);

'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useRef, type ComponentProps } from 'react';
import type { Chunk, DocumentSummary } from '@/taxonomy/documents/contract';
import { countText, numberText } from '../numbers';
import { Markdown } from '../ui/markdown';
import { Page } from '../ui/page';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { documentChunks } from './api';
import { sizeInWords } from './words';

/** A document, passage by passage, with numbers and headings in the margin. */
export function DocumentScreen({ document }: { document: DocumentSummary }) {
  const list = useInfiniteQuery(documentChunks(document.id));
  const { data, error, hasNextPage, refetch } = list;
  const chunks = data?.pages.flatMap((page) => page.items);
  return (
    <Page crumbs={[{ label: 'Documents', href: '/documents' }, { label: document.name }]}>
      <div className="flex flex-col gap-4">
        <Facts document={document} />
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!chunks && !error && <Skeleton className="h-96 w-full" />}
        {chunks && (
          <ol aria-label="Passages">
            {chunks.map((chunk) => (
              <Passage key={chunk.id} chunk={chunk} of={document.chunkCount} />
            ))}
          </ol>
        )}
        {hasNextPage && <More key={data?.pages.length} list={list} />}
      </div>
    </Page>
  );
}

function Facts({ document }: { document: DocumentSummary }) {
  return (
    <p className="text-muted">
      {countText(document.chunkCount, 'passage')} of at most 500 <Term word="token">tokens</Term>,{' '}
      {countText(document.tokens, 'token')} in total, {sizeInWords(document.sizeBytes)}.{' '}
      {document.pictures > 0 && `${countText(document.pictures, 'picture')} left out: the teacher reads text only. `}
      {document.leaves.length === 0 ? (
        'No leaf uses it.'
      ) : (
        <>
          Used by{' '}
          {document.leaves.map((leaf, i) => (
            <span key={leaf.id}>
              {i > 0 && ', '}
              <Link href={`/taxonomy/${leaf.id}`} className="text-accent underline">
                {leaf.name}
              </Link>
            </span>
          ))}
          .
        </>
      )}
    </p>
  );
}

/** The browser lays out a passage only when it comes into view. */
function Passage({ chunk, of }: { chunk: Chunk; of: number }) {
  return (
    <li className="flex flex-col gap-x-6 border-t py-3 [contain-intrinsic-size:auto_20rem] [content-visibility:auto] first:border-t-0 sm:flex-row">
      <div className="shrink-0 text-sm text-muted tabular-nums sm:w-36 sm:text-right">
        <p className="font-medium">
          {chunk.ordinal + 1} of {numberText(of)}
        </p>
        <p>{countText(chunk.tokens, 'token')}</p>
        {chunk.headings.length > 0 && <p className="break-words">{chunk.headings.join(' › ')}</p>}
      </div>
      <Markdown text={chunk.text} className="min-w-0 max-w-[68ch] flex-1 text-sample" />
    </li>
  );
}

/** Loads the next passages when scrolled near it; also a button, for people who do not scroll. */
function More({ list }: Pick<ComponentProps<typeof ShowMore>, 'list'>) {
  const place = useRef<HTMLDivElement>(null);
  const ask = useRef(list.fetchNextPage);
  useEffect(() => {
    ask.current = list.fetchNextPage;
  });
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && void ask.current(), {
      rootMargin: '800px',
    });
    if (place.current) watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={place} className="flex justify-center py-4">
      <ShowMore list={list} />
    </div>
  );
}

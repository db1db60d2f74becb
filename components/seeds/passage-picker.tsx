'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { documentChunks, leafDocuments } from '../documents/api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { plainText } from '../ui/plain-text';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';

type PassagePickerProps = { nodeId: string; onClose: () => void; onPick: (passage: string) => void };

/** Chooses a passage of one of the leaf's documents. */
export function PassagePicker({ nodeId, onClose, onPick }: PassagePickerProps) {
  const { data, error, refetch } = useQuery(leafDocuments(nodeId));
  const [chosen, setChosen] = useState<string | null>(null);
  const documentId = chosen ?? data?.documents[0]?.id;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="wide"
      title="Choose a passage"
      description="It becomes the context of a new seed; you write the questions and answers."
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-48 w-full" />}
      {data?.documents.length === 0 && <p className="text-muted">This leaf has no documents yet. Add one first.</p>}
      {data && data.documents.length > 1 && (
        <div className="mb-3 flex flex-wrap gap-2">
          {data.documents.map(({ id, name }) => (
            <Button key={id} size="small" aria-pressed={id === documentId} onClick={() => setChosen(id)}>
              {name}
            </Button>
          ))}
        </div>
      )}
      {documentId && <Passages documentId={documentId} onPick={onPick} />}
    </Dialog>
  );
}

function Passages({ documentId, onPick }: { documentId: string; onPick: (passage: string) => void }) {
  const list = useInfiniteQuery(documentChunks(documentId));
  const { data, error, hasNextPage, refetch } = list;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-48 w-full" />;
  return (
    <>
      <ol aria-label="Passages" className="divide-y rounded-lg border">
        {data.pages
          .flatMap((page) => page.items)
          .map(({ id, ordinal, headings, text }) => (
            <li key={id} className="flex items-start gap-3 p-3">
              <div className="min-w-0 flex-1">
                {headings.length > 0 && <p className="text-sm text-muted">{headings.join(' › ')}</p>}
                <p dir="auto" className="line-clamp-4 whitespace-pre-wrap">
                  {previewOf(text, headings)}
                </p>
              </div>
              <Button size="small" onClick={() => onPick(text)}>
                Use as seed<span className="sr-only">: passage {ordinal + 1}</span>
              </Button>
            </li>
          ))}
      </ol>
      {hasNextPage && <ShowMore list={list} className="mt-3" />}
    </>
  );
}

/** Without the passage's own heading, which is the last of the headings above it. */
function previewOf(passage: string, headings: readonly string[]): string {
  const text = plainText(passage);
  const heading = headings.at(-1);
  return heading && text.startsWith(`${heading}\n`) ? text.slice(heading.length).trimStart() : text;
}

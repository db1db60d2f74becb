'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useState } from 'react';
import type { LeafContent, LeafDetail, RevisionSummary } from '@/taxonomy/seeds/contract';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { ShowMore } from '../ui/show-more';
import { messageOf, Skeleton } from '../ui/states';
import { leafHistory } from './api';
import { RevisionDialog } from './revision-dialog';
import { When } from '../ui/when';

type LeafHistoryProps = {
  leaf: LeafDetail;
  mayRestore: boolean;
  isDirty: boolean;
  onSaved: (leaf: LeafDetail, sent: LeafContent) => void;
};

/** Every save of the leaf, newest first. Loaded when opened. */
export function LeafHistory(props: LeafHistoryProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        icon={History}
        className="self-start"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Hide the history' : 'Show the history'}
      </Button>
      {isOpen && <Revisions {...props} />}
    </>
  );
}

function Revisions(props: LeafHistoryProps) {
  const list = useInfiniteQuery(leafHistory(props.leaf.nodeId));
  const { data, error, hasNextPage, refetch } = list;
  const [openId, setOpenId] = useState<string | null>(null);
  if (error && !data) {
    return (
      <p role="alert" className="text-rejected">
        {messageOf(error)}{' '}
        <button type="button" className="underline" onClick={() => void refetch()}>
          Try again
        </button>
      </p>
    );
  }
  if (!data) return <Skeleton className="h-24 w-full" />;
  const revisions = data.pages.flatMap((page) => page.items);
  return (
    <>
      <ol className="flex flex-col border-l">
        {revisions.map((revision) => (
          <li key={revision.id}>
            <RevisionLine revision={revision} onOpen={() => setOpenId(revision.id)} />
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <ShowMore list={list} size="small">
          Older versions
        </ShowMore>
      )}
      {openId && <RevisionDialog {...props} revisions={revisions} openId={openId} onClose={() => setOpenId(null)} />}
    </>
  );
}

function RevisionLine({ revision, onOpen }: { revision: RevisionSummary; onOpen: () => void }) {
  return (
    <button type="button" onClick={onOpen} className="w-full rounded-sm px-3 py-1.5 text-left hover:bg-hover">
      <span className="font-medium">Version {revision.number}</span>{' '}
      <span className="text-sm text-muted">{countText(revision.seedCount, 'seed', 'seeds')}</span>
      <span className="block text-sm text-muted">
        {revision.author}, <When iso={revision.createdAt} />
      </span>
      {revision.note && <span className="block text-sm text-muted">{revision.note}</span>}
    </button>
  );
}

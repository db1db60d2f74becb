'use client';

import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { countText, numberText } from '../numbers';
import { Dialog } from '../ui/dialog';
import { ErrorState, Skeleton } from '../ui/states';
import { foundNodes } from './api';

type ProblemLeavesDialogProps = {
  taxonomyId: string;
  /** Null is the whole taxonomy. */
  nodeId: string | null;
  onSelect: (id: string) => void;
  onClose: () => void;
};

const SHOWN = 100;

/**
 * The leaves at and below a node that have problems; each links to its page, which shows the problems at their fields.
 */
export function ProblemLeavesDialog({ taxonomyId, nodeId, onSelect, onClose }: ProblemLeavesDialogProps) {
  const search = { q: '', only: 'problems', below: nodeId ?? undefined, limit: SHOWN } as const;
  const { data, error, refetch } = useQuery(foundNodes(taxonomyId, search));
  return (
    <Dialog isOpen onClose={onClose} title="Leaves with problems" width="medium">
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-48 w-full" />}
      <ul className="flex flex-col">
        {data?.items.map(({ node, above }) => (
          <li key={node.id} className="relative flex items-start gap-2 border-b py-2 last:border-b-0 hover:bg-hover">
            <TriangleAlert size={14} aria-hidden className="mt-1 shrink-0 text-warning" />
            <div className="min-w-0 flex-1">
              <Link
                href={`/taxonomy/${node.id}`}
                prefetch={false}
                onNavigate={(event) => {
                  event.preventDefault();
                  onClose();
                  onSelect(node.id);
                }}
                className="font-medium after:absolute after:inset-0"
              >
                {node.name}
              </Link>
              <p className="truncate text-sm text-muted">{above.map(({ name }) => name).join(' / ')}</p>
            </div>
            <span className="shrink-0 text-warning">{countText(node.leaf?.problemCount ?? 0, 'problem')}</span>
          </li>
        ))}
      </ul>
      {data && data.total > data.items.length && (
        <p className="mt-2 text-sm text-muted">And {numberText(data.total - data.items.length)} more.</p>
      )}
    </Dialog>
  );
}

'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { RunThresholds, ThresholdChange, Thresholds } from '@/taxonomy/generation/contract-thresholds';
import { pages } from '../api';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { ShowMore } from '../ui/show-more';
import { When } from '../ui/when';

type HistoryProps = {
  runId: string;
  changes: RunThresholds['changes'];
  judges: RunThresholds['judges'];
  /** Null for who may not undo, or while a change is being applied. */
  onUndo: ((change: ThresholdChange) => void) | null;
};

/** The changes of a run's thresholds, newest first. The last one can be undone. */
export function ThresholdHistory({ runId, changes, judges, onUndo }: HistoryProps) {
  const more = useInfiniteQuery({
    ...pages('/api/v1/runs/{runId}/thresholds/changes', { params: { runId }, query: { limit: 50 } }),
    initialPageParam: changes.nextCursor ?? '',
    enabled: false,
  });
  const items = [...changes.items, ...(more.data?.pages.flatMap((page) => page.items) ?? [])];
  if (items.length === 0) return null;
  const last = items.find(({ undoesId, undoneById }) => undoesId === null && undoneById === null);
  return (
    <div>
      <h3 className="font-medium">Changes</h3>
      <ul className="flex flex-col">
        {items.map((change) => (
          <li key={change.id} className="flex flex-wrap items-center justify-between gap-2 border-t py-2">
            <span>
              {change.undoesId ? 'Undone: ' : ''}
              {textOf(change.after, judges)}. {countText(change.back, 'row')} came back, {change.gone} left
              {change.duplicates > 0 && `, ${countText(change.duplicates, 'duplicate')} stayed dropped`}.
              {change.error && <span className="block text-rejected">{change.error}</span>}
              <span className="block text-sm text-muted">
                {change.by}, <When iso={change.createdAt} />
                {change.undoneById && ', undone'}
              </span>
            </span>
            {onUndo && change === last && (
              <Button size="small" onClick={() => onUndo(change)}>
                Undo this change
              </Button>
            )}
          </li>
        ))}
      </ul>
      {changes.nextCursor !== null && (more.hasNextPage || !more.data) && <ShowMore list={more} size="small" />}
    </div>
  );
}

function textOf(thresholds: Thresholds, judges: RunThresholds['judges']): string {
  const set = judges.flatMap(({ step, label }) =>
    thresholds[step] === undefined ? [] : [`${label}: at least ${thresholds[step]}`],
  );
  return set.length > 0 ? set.join(', ') : 'The thresholds of the leaves';
}

'use client';

import { queryOptions, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { query } from '@/components/api';
import { treeNodes } from '@/components/tree/api';
import { withSamples } from '@/components/tree/known-tree';
import type { QueueState } from './queue-state';

/** What the sidebar shows. */
const activity = queryOptions(query('/api/v1/activity'));

type Changes = QueueState['changes'];
type Counts = QueueState['counts'];

const none: Counts = { pending: 0, approved: 0, rejected: 0 };

const minus = (a: Counts, b: Counts): Counts => ({
  pending: a.pending - b.pending,
  approved: a.approved - b.approved,
  rejected: a.rejected - b.rejected,
});

/** Changes the counts of the tree and the sidebar with each decision, before the server has recorded it. */
export function useCountsAtOnce(taxonomyId: string, changes: Changes): void {
  const client = useQueryClient();
  const shown = useRef<Changes>(changes);
  useEffect(() => {
    // After the next sample was shown, which must not wait for the tree.
    const timer = setTimeout(() => {
      const news = [...changes].map(
        ([leafId, now]) => [leafId, minus(now, shown.current.get(leafId) ?? none)] as const,
      );
      shown.current = changes;
      const pending = news.reduce((sum, [, counts]) => sum + counts.pending, 0);
      void changeKnown(treeNodes(taxonomyId).queryKey, () =>
        client.setQueryData(treeNodes(taxonomyId).queryKey, (tree) =>
          news.reduce((before, [leafId, counts]) => before && withSamples(before, leafId, counts), tree),
        ),
      );
      void changeKnown(activity.queryKey, () =>
        client.setQueryData(activity.queryKey, (now) => now && { ...now, pending: now.pending + pending }),
      );
    });
    return () => clearTimeout(timer);

    /** A response in flight is from before the decision. */
    async function changeKnown(queryKey: QueryKey, change: () => void): Promise<void> {
      if (client.getQueryData(queryKey) === undefined) return;
      await client.cancelQueries({ queryKey });
      change();
    }
  }, [client, taxonomyId, changes]);
}

import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { queryKeyOf } from '@/components/api';
import type { ReviewQueue } from '@/taxonomy/review/contract';

/** The samples before and after one in the list that a person came from, if they were loaded. */
export function useNeighbours(sampleId: string): { previous: string | undefined; next: string | undefined } {
  const lists = useQueryClient()
    .getQueryCache()
    .findAll({ queryKey: queryKeyOf('/api/v1/review/{nodeId}/queue') })
    .toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
    // Under this key there are only lists of samples (`samplesOf`).
    .map(
      ({ state }) => (state.data as InfiniteData<ReviewQueue> | undefined)?.pages.flatMap(({ items }) => items) ?? [],
    );
  const list = lists.find((samples) => samples.some(({ id }) => id === sampleId)) ?? [];
  const place = list.findIndex(({ id }) => id === sampleId);
  return { previous: place < 0 ? undefined : list[place - 1]?.id, next: place < 0 ? undefined : list[place + 1]?.id };
}

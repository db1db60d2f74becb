import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Page } from '@/taxonomy/contract';
import type { Taxonomy, TreeNode } from '@/taxonomy/tree/contract';
import { api } from '../api-client';

const FOUND = 12;

/** Nodes of all taxonomies whose name holds the text; leaves first. */
export const foundNodes = (search: string) =>
  queryOptions({
    queryKey: ['found-nodes', search],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const taxonomies = await api.get<Taxonomy[]>('/api/v1/taxonomies', signal);
      const query = new URLSearchParams({ search, limit: String(FOUND) });
      const pages = await Promise.all(
        taxonomies.map(({ id }) => api.get<Page<TreeNode>>(`/api/v1/taxonomies/${id}/nodes?${query}`, signal)),
      );
      return pages
        .flatMap(({ items }) => items)
        .toSorted((a, b) => Number(b.leaf !== null) - Number(a.leaf !== null))
        .slice(0, FOUND);
    },
  });

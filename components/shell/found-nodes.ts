import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, queryKeyOf } from '../api';

const FOUND = 12;

/** Nodes of all taxonomies whose name holds the text; leaves first. */
export const foundNodes = (search: string) =>
  queryOptions({
    queryKey: queryKeyOf('/api/v1/taxonomies/{taxonomyId}/nodes', { query: { search } }),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const taxonomies = await api.get('/api/v1/taxonomies', { signal });
      const pages = await Promise.all(
        taxonomies.map(({ id }) =>
          api.get('/api/v1/taxonomies/{taxonomyId}/nodes', {
            params: { taxonomyId: id },
            query: { search, limit: FOUND },
            signal,
          }),
        ),
      );
      return pages
        .flatMap(({ items }) => items)
        .toSorted((a, b) => Number(b.leaf !== null) - Number(a.leaf !== null))
        .slice(0, FOUND);
    },
  });

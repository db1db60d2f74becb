import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { LeafContent, LeafProblem, SaveLeafRequest } from '@/taxonomy/seeds/contract';
import { api, queryKeyOf, pages, query } from '../api';

export const leafDetail = (nodeId: string) => queryOptions(query('/api/v1/leaves/{nodeId}', { params: { nodeId } }));

export const saveLeaf = (nodeId: string, body: SaveLeafRequest) =>
  api.put('/api/v1/leaves/{nodeId}', { params: { nodeId }, body });

export type Checked = { content: LeafContent; problems: LeafProblem[] };

/** The server's check of an unsaved leaf. The result includes the content that it checked. */
export const leafCheck = (nodeId: string, content: LeafContent, isWanted: boolean) =>
  queryOptions({
    queryKey: [...queryKeyOf('/api/v1/leaves/{nodeId}/check', { params: { nodeId } }), content],
    queryFn: async (): Promise<Checked> => {
      const { problems } = await api.post('/api/v1/leaves/{nodeId}/check', { params: { nodeId }, body: { content } });
      return { content, problems };
    },
    enabled: isWanted,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 10_000,
    // The last result stays until the next one arrives; saving checks again anyway.
    retry: false,
  });

const AT_ONCE = 20;

export const leafHistory = (nodeId: string) =>
  infiniteQueryOptions(pages('/api/v1/leaves/{nodeId}/revisions', { params: { nodeId }, query: { limit: AT_ONCE } }));

export const leafRevision = (revisionId: string) =>
  queryOptions({
    ...query('/api/v1/revisions/{revisionId}', { params: { revisionId } }),
    // A revision never changes.
    staleTime: Infinity,
  });

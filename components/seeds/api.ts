import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Page } from '@/taxonomy/contract';
import type {
  CheckLeafAnswer,
  LeafContent,
  LeafDetail,
  LeafProblem,
  Revision,
  RevisionSummary,
} from '@/taxonomy/seeds/contract';
import { api } from '../api-client';

export const leafUrl = (nodeId: string) => `/api/v1/leaves/${nodeId}`;

export const leafDetail = (nodeId: string) =>
  queryOptions({
    queryKey: ['leaf', nodeId],
    queryFn: ({ signal }) => api.get<LeafDetail>(leafUrl(nodeId), signal),
  });

export type Checked = { content: LeafContent; problems: LeafProblem[] };

/** What the server thinks of a leaf that is not saved. Comes with the content that it is about. */
export const leafCheck = (nodeId: string, content: LeafContent, isWanted: boolean) =>
  queryOptions({
    queryKey: ['leaf-check', nodeId, content],
    queryFn: async (): Promise<Checked> => {
      const { problems } = await api.post<CheckLeafAnswer>(`${leafUrl(nodeId)}/check`, { content });
      return { content, problems };
    },
    enabled: isWanted,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 10_000,
    // The words of the last check stand until the next one comes through; saving checks again anyway.
    retry: false,
  });

const AT_ONCE = 20;

export const leafHistory = (nodeId: string) =>
  infiniteQueryOptions({
    queryKey: ['leaf-history', nodeId],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(AT_ONCE), ...(pageParam && { cursor: pageParam }) });
      return api.get<Page<RevisionSummary>>(`${leafUrl(nodeId)}/revisions?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });

export const leafRevision = (revisionId: string) =>
  queryOptions({
    queryKey: ['leaf-revision', revisionId],
    queryFn: ({ signal }) => api.get<Revision>(`/api/v1/revisions/${revisionId}`, signal),
    // A revision never changes.
    staleTime: Infinity,
  });

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, queryKeyOf, pages, query } from '@/components/api';
import type { EstimateRequest } from '@/taxonomy/generation/contract';
import type { DropReason } from '@/taxonomy/generation/vocabulary-rows';

export const teacherList = queryOptions(query('/api/v1/teachers'));

/** Servers that currently answer on Seedleaf's own machine. */
export const foundServers = queryOptions({
  ...query('/api/v1/teachers/found'),
  staleTime: 30_000,
});

export const runById = (runId: string) => queryOptions(query('/api/v1/runs/{runId}', { params: { runId } }));

const DROPPED_PAGE = 20;
const LEAVES_PAGE = 100;
const FOUND_PAGE = 50;

/** Which dropped rows to show; an empty filter means all of them. */
export type DroppedFilter = {
  step?: string | undefined;
  reason?: DropReason | undefined;
  leaf?: { leafId: string; name: string } | undefined;
};

/** Dropped rows, newest first, in pages. */
export const droppedRows = (runId: string, { leaf, ...filter }: DroppedFilter) =>
  infiniteQueryOptions(
    pages('/api/v1/runs/{runId}/dropped', {
      params: { runId },
      query: { ...filter, leafId: leaf?.leafId, limit: DROPPED_PAGE },
    }),
  );

/** The leaves of a run after those that came with it, in pages. */
export const moreLeaves = (runId: string, cursor: string) =>
  infiniteQueryOptions({
    ...pages('/api/v1/runs/{runId}/leaves', { params: { runId }, query: { limit: LEAVES_PAGE } }),
    initialPageParam: cursor,
  });

/** The leaves of a run by words of their path, in pages; all of them without words. */
export const foundLeaves = (runId: string, search: string) =>
  infiniteQueryOptions({
    ...pages('/api/v1/runs/{runId}/leaves', { params: { runId }, query: { search, limit: FOUND_PAGE } }),
    placeholderData: keepPreviousData,
  });

/** The newest sample of a run, and the newest row that it dropped. The counts show when there is a newer one. */
export const lastKept = (runId: string, kept: number) =>
  queryOptions({
    queryKey: [...queryKeyOf('/api/v1/samples'), runId, kept],
    queryFn: ({ signal }) => api.get('/api/v1/samples', { query: { run: runId, order: 'newest', limit: 1 }, signal }),
    select: ({ items }) => items[0] ?? null,
  });
export const lastDropped = (runId: string, dropped: number) =>
  queryOptions({
    queryKey: [...queryKeyOf('/api/v1/runs/{runId}/dropped', { params: { runId } }), dropped],
    queryFn: ({ signal }) =>
      api.get('/api/v1/runs/{runId}/dropped', { params: { runId }, query: { limit: 1 }, signal }),
    select: ({ items }) => items[0] ?? null,
  });

/** Upper bounds for a run that has not started yet. */
export const estimateOf = (request: EstimateRequest) =>
  queryOptions({
    queryKey: [...queryKeyOf('/api/v1/runs/estimate'), request],
    queryFn: () => api.post('/api/v1/runs/estimate', { body: request }),
    staleTime: 30_000,
  });

export const sampleOrigin = (sampleId: string) =>
  queryOptions({
    ...query('/api/v1/samples/{sampleId}/origin', { params: { sampleId } }),
    staleTime: 60_000,
  });

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, queryKeyOf, query } from '@/components/api';
import type { DecideRequest } from '@/taxonomy/review/contract';
import type { SampleStatus } from '@/taxonomy/review/vocabulary';

/** How many samples a page of the queue holds, and how few may be left before the next is asked for. */
export const PAGE_SIZE = 30;
export const REFILL_AT = 12;

/** A node's id, or `all`. */
export type ReviewScope = string;

/** What of a queue is asked for; the samples of one run only, when it names one. */
export type QueueFilter = { status: SampleStatus; runId?: string | null };

export const getQueuePage = (
  scope: ReviewScope,
  { status, runId }: QueueFilter,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  api.get('/api/v1/review/{nodeId}/queue', {
    params: { nodeId: scope },
    query: { status, limit: PAGE_SIZE, run: runId ?? undefined, cursor: cursor ?? undefined },
    signal,
  });

/** The address of the desk, or of the list of what was decided there. */
export function reviewHref(scope: ReviewScope, { status, runId }: QueueFilter): string {
  const query = new URLSearchParams({
    ...(status !== 'pending' && { status }),
    ...(runId && { run: runId }),
  }).toString();
  return `/review${scope === 'all' ? '' : `/${scope}`}${query && `?${query}`}`;
}

/** Samples of one status, as they were made. */
export const samplesOf = (scope: ReviewScope, filter: QueueFilter) =>
  infiniteQueryOptions({
    queryKey: queryKeyOf('/api/v1/review/{nodeId}/queue', { params: { nodeId: scope }, query: filter }),
    queryFn: ({ pageParam, signal }) => getQueuePage(scope, filter, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });

export const sendDecisions = (decisions: DecideRequest[], options: { keepalive: boolean }) =>
  api.post('/api/v1/decisions', { body: { decisions }, ...options });

/** Seeds of the leaf that a sample is of; one fetch serves all its samples. */
export const leafSeeds = (leafId: string) =>
  queryOptions({
    ...query('/api/v1/leaves/{nodeId}', { params: { nodeId: leafId } }),
    staleTime: 60_000,
  });

export const sampleById = (sampleId: string) =>
  queryOptions(query('/api/v1/samples/{sampleId}', { params: { sampleId } }));

export const sampleDecisions = (sampleId: string) =>
  queryOptions(query('/api/v1/samples/{sampleId}/decisions', { params: { sampleId } }));

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { DecideManyAnswer, DecideRequest, DecisionEntry, ReviewQueue, Sample } from '@/taxonomy/review/contract';
import type { SampleStatus } from '@/taxonomy/review/vocabulary';
import type { LeafDetail } from '@/taxonomy/seeds/contract';

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
) => {
  const query = new URLSearchParams({
    status,
    limit: String(PAGE_SIZE),
    ...(runId && { run: runId }),
    ...(cursor && { cursor }),
  });
  return api.get<ReviewQueue>(`/api/v1/review/${scope}/queue?${query}`, signal);
};

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
    queryKey: ['samples', scope, filter.status, filter.runId ?? null],
    queryFn: ({ pageParam, signal }) => getQueuePage(scope, filter, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });

export const sendDecisions = (decisions: DecideRequest[], options: { keepalive: boolean }) =>
  api.post<DecideManyAnswer>('/api/v1/decisions', { decisions }, options);

/** Seeds of the leaf that a sample is of; one fetch serves all its samples. */
export const leafSeeds = (leafId: string) =>
  queryOptions({
    queryKey: ['leaf', leafId],
    queryFn: ({ signal }) => api.get<LeafDetail>(`/api/v1/leaves/${leafId}`, signal),
    staleTime: 60_000,
  });

export const sampleById = (sampleId: string) =>
  queryOptions({
    queryKey: ['sample', sampleId],
    queryFn: ({ signal }) => api.get<Sample>(`/api/v1/samples/${sampleId}`, signal),
  });

export const sampleDecisions = (sampleId: string) =>
  queryOptions({
    queryKey: ['sample-decisions', sampleId],
    queryFn: ({ signal }) => api.get<{ items: DecisionEntry[] }>(`/api/v1/samples/${sampleId}/decisions`, signal),
  });

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, queryKeyOf, query } from '@/components/api';
import type { DecideRequest } from '@/taxonomy/review/contract';
import type { ListedStatus, SampleMark } from '@/taxonomy/review/vocabulary';

/** The number of samples in a page of the queue, and how few may be left before the next page is loaded. */
export const PAGE_SIZE = 30;
export const REFILL_AT = 12;

/** A node's id, or `all`. */
export type ReviewScope = string;

/** Which samples of a queue to load: those of one status, optionally of one run, with a mark or with a text in them. */
export type QueueFilter = { status: ListedStatus; runId?: string | null; only?: SampleMark | null; text?: string };

export const getQueuePage = (
  scope: ReviewScope,
  { status, runId, only, text }: QueueFilter,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  api.get('/api/v1/review/{nodeId}/queue', {
    params: { nodeId: scope },
    query: {
      status,
      limit: PAGE_SIZE,
      run: runId ?? undefined,
      only: only ?? undefined,
      text,
      cursor: cursor ?? undefined,
    },
    signal,
  });

export const getCounts = (scope: ReviewScope, runId: string | null, signal: AbortSignal) =>
  api.get('/api/v1/review/{nodeId}/counts', { params: { nodeId: scope }, query: { run: runId ?? undefined }, signal });

/** The signed-in person's last decisions in a scope, newest first. */
export const getUndoable = (scope: ReviewScope, runId: string | null, signal: AbortSignal) =>
  api.get('/api/v1/decisions', {
    query: { scope: scope === 'all' ? undefined : scope, run: runId ?? undefined },
    signal,
  });

/** The address of the review queue, or of the list of decided or marked samples. */
export function reviewHref(scope: ReviewScope, { status, runId, only }: QueueFilter): string {
  const search = new URLSearchParams({
    ...(status !== 'pending' && { status }),
    ...(runId && { run: runId }),
    ...(only && { only }),
  }).toString();
  return `/review${scope === 'all' ? '' : `/${scope}`}${search && `?${search}`}`;
}

/** Samples of one status, oldest first. */
export const samplesOf = (scope: ReviewScope, filter: QueueFilter) =>
  infiniteQueryOptions({
    // An empty text is left out, so that the key is that of the page which the server sends along.
    queryKey: queryKeyOf('/api/v1/review/{nodeId}/queue', {
      params: { nodeId: scope },
      query: { ...filter, text: filter.text || undefined },
    }),
    queryFn: ({ pageParam, signal }) => getQueuePage(scope, filter, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });

type SendOptions = {
  /** Continues after the page is closed. */
  keepalive: boolean;
  /** Whose decisions these are; the server refuses them when someone else is signed in. */
  reviewerId?: string;
};

export const sendDecisions = (decisions: DecideRequest[], { keepalive, reviewerId }: SendOptions) =>
  api.post('/api/v1/decisions', { body: { reviewerId, decisions }, keepalive });

/** Seeds of a sample's leaf, loaded once for all its samples. */
export const leafSeeds = (leafId: string) =>
  queryOptions({
    ...query('/api/v1/leaves/{nodeId}', { params: { nodeId: leafId } }),
    staleTime: 60_000,
  });

export const sampleById = (sampleId: string) =>
  queryOptions(query('/api/v1/samples/{sampleId}', { params: { sampleId } }));

export const sampleDecisions = (sampleId: string) =>
  queryOptions(query('/api/v1/samples/{sampleId}/decisions', { params: { sampleId } }));

export const sameAnswers = (sampleId: string) =>
  queryOptions({
    ...query('/api/v1/samples/{sampleId}/same-answers', { params: { sampleId } }),
    staleTime: 60_000,
  });

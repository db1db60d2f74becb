import { queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { Page } from '@/taxonomy/contract';
import type {
  DroppedRow,
  Estimate,
  EstimateRequest,
  FoundServer,
  RunDetail,
  RunSummary,
  SampleOrigin,
  Teacher,
} from '@/taxonomy/generation/contract';
import type { DropReason } from '@/taxonomy/generation/vocabulary';

export const teacherList = queryOptions({
  queryKey: ['teachers'],
  queryFn: ({ signal }) => api.get<{ items: Teacher[] }>('/api/v1/teachers', signal),
});

/** Servers that answer on Seedleaf's own machine right now. */
export const foundServers = queryOptions({
  queryKey: ['teachers-found'],
  queryFn: ({ signal }) => api.get<{ items: FoundServer[] }>('/api/v1/teachers/found', signal),
  staleTime: 30_000,
});

export const runPage = (cursor: string | null) =>
  queryOptions({
    queryKey: ['runs', cursor],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: '30', ...(cursor && { cursor }) });
      return api.get<Page<RunSummary>>(`/api/v1/runs?${query}`, signal);
    },
  });

export const runById = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId],
    queryFn: ({ signal }) => api.get<RunDetail>(`/api/v1/runs/${runId}`, signal),
  });

/** Which dropped rows to look at; an empty filter means all of them. */
export type DroppedFilter = { step?: string | undefined; reason?: DropReason | undefined; leafId?: string | undefined };

export function getDroppedPage(runId: string, filter: DroppedFilter, cursor: string | null, signal?: AbortSignal) {
  const given = Object.entries({ ...filter, cursor: cursor ?? undefined }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const query = new URLSearchParams([...given, ['limit', '20']]);
  return api.get<Page<DroppedRow>>(`/api/v1/runs/${runId}/dropped?${query}`, signal);
}

/** Upper bounds for a run that is not started yet. */
export const estimateOf = (request: EstimateRequest) =>
  queryOptions({
    queryKey: ['estimate', request],
    queryFn: () => api.post<Estimate>('/api/v1/runs/estimate', request),
    staleTime: 30_000,
  });

export const sampleOrigin = (sampleId: string) =>
  queryOptions({
    queryKey: ['sample-origin', sampleId],
    queryFn: ({ signal }) => api.get<SampleOrigin>(`/api/v1/samples/${sampleId}/origin`, signal),
    staleTime: 60_000,
  });

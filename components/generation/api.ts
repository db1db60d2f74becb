import { queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { Page } from '@/taxonomy/contract';
import type {
  DroppedRow,
  Estimate,
  EstimateRequest,
  FoundServer,
  RunDetail,
  SampleOrigin,
  Teacher,
} from '@/taxonomy/generation/contract';
import type { Sample } from '@/taxonomy/review/contract';
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

export const runById = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId],
    queryFn: ({ signal }) => api.get<RunDetail>(`/api/v1/runs/${runId}`, signal),
  });

/** Which dropped rows to look at; an empty filter means all of them. */
export type DroppedFilter = { step?: string | undefined; reason?: DropReason | undefined; leafId?: string | undefined };

export function getDroppedPage(
  runId: string,
  filter: DroppedFilter,
  cursor: string | null,
  signal: AbortSignal,
  limit = 20,
) {
  const given = Object.entries({ ...filter, cursor: cursor ?? undefined }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const query = new URLSearchParams([...given, ['limit', String(limit)]]);
  return api.get<Page<DroppedRow>>(`/api/v1/runs/${runId}/dropped?${query}`, signal);
}

/** The newest sample of a run. */
export async function getLastSample(runId: string, signal: AbortSignal): Promise<Sample | null> {
  const { items } = await api.get<Page<Sample>>(`/api/v1/samples?run=${runId}&order=newest&limit=1`, signal);
  return items[0] ?? null;
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

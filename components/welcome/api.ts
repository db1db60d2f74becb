import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { v7 as newId } from 'uuid';
import type { RunSummary } from '@/taxonomy/generation/contract';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { api, queryKeyOf, query } from '../api';
import { runById } from '../generation/api';
import { refreshTree } from '../tree/api';

const WATCH_MS = 700;

/** The first run, with live updates. */
export const watchedRun = (runId: string) => ({
  ...runById(runId),
  refetchInterval: (query: { state: { data?: RunSummary | undefined } }) =>
    query.state.data && isOver(query.state.data.state) ? (false as const) : WATCH_MS,
});

/** The run that was started last; null before the first one. */
export const lastRun = queryOptions({
  ...query('/api/v1/runs', { query: { limit: 1 } }),
  select: ({ items }) => items[0] ?? null,
});

/**
 * The teacher to preselect: that of the last run, else the only model with a successful test, else the practice teacher
 * if it is the only one. The practice teacher is only listed when someone has added it.
 */
export function defaultTeacher(
  teachers: readonly Teacher[],
  run: Pick<RunSummary, 'teacherName' | 'model'> | null,
): Teacher | null {
  const ofRun = teachers.find(({ name, model }) => name === run?.teacherName && model === run.model);
  if (ofRun) return ofRun;
  const models = teachers.filter(({ isPractice, lastTest }) => !isPractice && lastTest?.ok);
  const [onlyModel] = models.length === 1 ? models : [];
  const [only] = teachers.length === 1 ? teachers : [];
  return onlyModel ?? (only?.isPractice ? only : null);
}

/** The first sample that a run kept; polled until there is one. */
export const firstSampleOf = (runId: string) =>
  queryOptions({
    ...query('/api/v1/samples', { query: { run: runId, limit: 1 } }),
    select: ({ items }) => items[0] ?? null,
    refetchInterval: ({ state }) => (state.data?.items.length ? false : WATCH_MS),
  });

export function usePlantSample(taxonomyId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/v1/taxonomies/{taxonomyId}/starter', { params: { taxonomyId } }),
    onSuccess: () => refreshTree(client),
  });
}

export type FirstRun = { leafId: string; teacherId: string; target: number };

/** @param onStarted Receives the run's id. Each click has one request key, and a second click waits for the first. */
export function useStartFirstRun(onStarted: (runId: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ leafId, ...request }: FirstRun) =>
      api.post('/api/v1/runs', { body: { ...request, requestKey: newId(), scope: [leafId] } }),
    onSuccess: ({ id }) => {
      onStarted(id);
      return client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/activity') });
    },
  });
}

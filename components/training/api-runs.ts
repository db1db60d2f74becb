import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { pages, query } from '@/components/api';
import type { TrainingMetric } from '@/taxonomy/training/vocabulary-runs';

export const RUNS_PAGE = 30;
const CHECKPOINTS_PAGE = 100;
const LIST_MS = 5_000;
const RUN_MS = 3_000;
const SERIES_MS = 5_000;

/** Trainings, newest first, in pages; polled while one is followed. */
export const trainingRunList = infiniteQueryOptions({
  ...pages('/api/v1/training/runs', { query: { limit: RUNS_PAGE } }),
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some(({ isFollowed }) => isFollowed)) ? LIST_MS : false,
});

/** One training with its phases; polled while it is followed. */
export const trainingRunById = (runId: string) =>
  queryOptions({
    ...query('/api/v1/training/runs/{runId}', { params: { runId } }),
    refetchInterval: ({ state }) => (state.data?.isFollowed ? RUN_MS : false),
  });

/** One metric of a training by phase. */
export const trainingSeries = (runId: string, metric: TrainingMetric, isFollowed: boolean) =>
  queryOptions({
    ...query('/api/v1/training/runs/{runId}/series', { params: { runId }, query: { metric } }),
    refetchInterval: isFollowed ? SERIES_MS : false,
  });

export const trainingCheckpoints = (runId: string, isFollowed: boolean) =>
  infiniteQueryOptions({
    ...pages('/api/v1/training/runs/{runId}/checkpoints', { params: { runId }, query: { limit: CHECKPOINTS_PAGE } }),
    refetchInterval: isFollowed ? SERIES_MS : false,
  });

/** The model card of a training, with the results of this evaluated model, or of the one of its name. */
export const trainingModelCard = (runId: string, model: string) =>
  queryOptions(
    query('/api/v1/training/runs/{runId}/card', { params: { runId }, query: model === '' ? {} : { model } }),
  );

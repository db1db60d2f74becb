import { z } from 'zod';
import { Id, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import {
  TrainingCheckpoint,
  TrainingMetricName,
  TrainingModelCard,
  TrainingRunDetail,
  TrainingRunSummary,
  TrainingSeries,
} from './contract-runs';
import { evaluationLimits } from './vocabulary';

const runId = z.object({ runId: Id });

export const listTrainingRuns = endpoint({
  method: 'GET',
  path: '/api/v1/training/runs',
  access: 'viewer',
  summary: 'List followed trainings, newest first.',
  query: PageQuery,
  response: page(TrainingRunSummary),
});

export const getTrainingRun = endpoint({
  method: 'GET',
  path: '/api/v1/training/runs/{runId}',
  access: 'viewer',
  summary: 'Get a training with the journal of its phases.',
  params: runId,
  response: TrainingRunDetail,
});

export const getTrainingSeries = endpoint({
  method: 'GET',
  path: '/api/v1/training/runs/{runId}/series',
  access: 'viewer',
  summary: 'Get one metric of a training by phase, with at most about 2,000 points for each.',
  params: runId,
  query: z.object({ metric: TrainingMetricName }),
  response: TrainingSeries,
});

export const listTrainingCheckpoints = endpoint({
  method: 'GET',
  path: '/api/v1/training/runs/{runId}/checkpoints',
  access: 'viewer',
  summary: 'List the checkpoints of a training, the last saved first.',
  params: runId,
  query: PageQuery,
  response: page(TrainingCheckpoint),
});

export const getTrainingModelCard = endpoint({
  method: 'GET',
  path: '/api/v1/training/runs/{runId}/card',
  access: 'viewer',
  summary: 'Get the model card of a training. `model` is the evaluated model that came of it, by default of its name.',
  params: runId,
  query: z.object({ model: z.string().trim().min(1).max(evaluationLimits.modelName).optional() }),
  response: TrainingModelCard,
});

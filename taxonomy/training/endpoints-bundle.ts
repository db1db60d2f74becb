import { z } from 'zod';
import { Id } from '../contract';
import { endpoint } from '../endpoint';
import { PlanTrainingRequest, TrainingPlan } from './contract-bundle';

export const planTraining = endpoint({
  method: 'POST',
  path: '/api/v1/training/plan',
  access: 'viewer',
  summary: 'Plan a training on a version. Changes nothing; it is a POST because a recipe is too long for a URL.',
  body: PlanTrainingRequest,
  response: TrainingPlan,
});

export const downloadBundle = endpoint({
  method: 'GET',
  path: '/api/v1/training/bundles/{exportId}',
  access: 'viewer',
  summary: 'Download a finished export with the files that train on it, as one .zip. `recipe` is a recipe as JSON.',
  params: z.object({ exportId: Id }),
  query: z.object({ versionId: Id, recipe: z.string().max(20_000) }),
  response: 'application/zip',
});

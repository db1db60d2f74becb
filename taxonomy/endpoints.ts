import { z } from 'zod';
import * as accounts from './accounts/endpoints';
import * as datasets from './datasets/endpoints';
import * as sampleImports from './datasets/endpoints-sample-imports';
import * as students from './datasets/endpoints-student';
import * as documents from './documents/endpoints';
import * as generation from './generation/endpoints';
import * as batch from './generation/endpoints-batch';
import * as evaluationSets from './generation/endpoints-evaluation-sets';
import * as teachers from './generation/endpoints-teachers';
import * as runs from './generation/endpoints-runs';
import * as prompts from './generation/endpoints-prompts';
import * as thresholds from './generation/endpoints-thresholds';
import * as webhooks from './generation/endpoints-webhooks';
import * as jobs from './jobs/endpoints';
import * as review from './review/endpoints';
import * as seeds from './seeds/endpoints';
import * as bundles from './training/endpoints-bundle';
import * as questions from './training/endpoints-evaluation-set';
import * as chat from './training/endpoints-chat';
import * as training from './training/endpoints';
import * as trainingRuns from './training/endpoints-runs';
import * as tree from './tree/endpoints';
import { endpoint } from './endpoint';

const getOpenApi = endpoint({
  method: 'GET',
  path: '/api/openapi.json',
  access: 'viewer',
  summary: 'Get this document.',
  response: z.looseObject({ openapi: z.literal('3.1.0') }),
});

/** Every endpoint of the API by its name. A test checks that each has a route, and each route an endpoint. */
export const endpoints = {
  ...accounts,
  ...jobs,
  ...tree,
  ...seeds,
  ...documents,
  ...generation,
  ...batch,
  ...evaluationSets,
  ...teachers,
  ...runs,
  ...prompts,
  ...thresholds,
  ...webhooks,
  ...review,
  ...datasets,
  ...sampleImports,
  ...bundles,
  ...training,
  ...questions,
  ...trainingRuns,
  ...chat,
  ...students,
  getOpenApi,
};

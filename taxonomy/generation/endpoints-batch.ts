import { z } from 'zod';
import { Id } from '../contract';
import { endpoint } from '../endpoint';
import { BatchAnswers, BatchRequestsQuery, BatchState } from './contract-batch';

const params = z.object({ runId: Id });

export const getBatch = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/batch',
  access: 'viewer',
  summary: 'Get the number of requests of a batch run that wait for answers.',
  params,
  response: BatchState,
});

export const getBatchRequests = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/batch/requests',
  access: 'curator',
  summary: 'Download the waiting requests of a batch run as a file of OpenAI batch requests.',
  params,
  query: BatchRequestsQuery,
  response: 'application/octet-stream',
});

export const addBatchAnswers = endpoint({
  method: 'POST',
  path: '/api/v1/runs/{runId}/batch/answers',
  access: 'curator',
  summary: 'Upload the answers to requests of a batch run, as a file of OpenAI batch results.',
  params,
  body: 'multipart/form-data',
  response: BatchAnswers,
});

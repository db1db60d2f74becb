import { z } from 'zod';
import { Empty, Id, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import {
  EvaluatedModel,
  EvaluationImport,
  ImportOutcome,
  ImportQuery,
  ModelDetail,
  ResultsQuery,
  TaskResult,
} from './contract';

export const listEvaluatedModels = endpoint({
  method: 'GET',
  path: '/api/v1/training/evaluation/models',
  access: 'viewer',
  summary: 'List models with evaluation results, newest first.',
  query: PageQuery,
  response: page(EvaluatedModel),
});

export const getEvaluatedModel = endpoint({
  method: 'GET',
  path: '/api/v1/training/evaluation/models/{modelId}',
  access: 'viewer',
  summary: 'Get a model with its results in the columns of the model card’s table.',
  params: z.object({ modelId: Id }),
  response: ModelDetail,
});

export const listEvaluationResults = endpoint({
  method: 'GET',
  path: '/api/v1/training/evaluation/models/{modelId}/results',
  access: 'viewer',
  summary: 'List the results of a model by task, with the difference to its base model.',
  params: z.object({ modelId: Id }),
  query: ResultsQuery,
  response: page(TaskResult),
});

export const listEvaluationImports = endpoint({
  method: 'GET',
  path: '/api/v1/training/evaluation/imports',
  access: 'viewer',
  summary: 'List imported files of evaluation results, newest first.',
  query: PageQuery,
  response: page(EvaluationImport),
});

export const addEvaluationImport = endpoint({
  method: 'POST',
  path: '/api/v1/training/evaluation/imports',
  access: 'curator',
  summary: 'Import a file of evaluation results for a model.',
  query: ImportQuery,
  body: 'multipart/form-data',
  response: ImportOutcome,
});

export const removeEvaluationImport = endpoint({
  method: 'DELETE',
  path: '/api/v1/training/evaluation/imports/{importId}',
  access: 'curator',
  summary: 'Remove an imported file with all its results.',
  params: z.object({ importId: Id }),
  response: Empty,
});

export const downloadEvaluationTable = endpoint({
  method: 'GET',
  path: '/api/v1/training/evaluation/table',
  access: 'viewer',
  summary: 'Download all results, and those that the model cards publish, as CSV.',
  response: 'text/csv',
});

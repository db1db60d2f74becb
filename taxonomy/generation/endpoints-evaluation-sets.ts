import { z } from 'zod';
import { Empty, Id } from '../contract';
import { endpoint } from '../endpoint';
import { AddEvaluationSetQuery, EvaluationSet, EvaluationSets } from './contract-evaluation-sets';

export const listEvaluationSets = endpoint({
  method: 'GET',
  path: '/api/v1/evaluation-sets',
  access: 'viewer',
  summary: 'List the evaluation sets that new runs are checked against.',
  response: EvaluationSets,
});

export const addEvaluationSet = endpoint({
  method: 'POST',
  path: '/api/v1/evaluation-sets',
  access: 'curator',
  summary: 'Add an evaluation set from a file of JSON lines, or of one text per line.',
  query: AddEvaluationSetQuery,
  body: 'multipart/form-data',
  response: EvaluationSet,
});

export const removeEvaluationSet = endpoint({
  method: 'DELETE',
  path: '/api/v1/evaluation-sets/{setId}',
  access: 'curator',
  summary: 'Remove an evaluation set. Runs that have started go on with it.',
  params: z.object({ setId: Id }),
  response: Empty,
});

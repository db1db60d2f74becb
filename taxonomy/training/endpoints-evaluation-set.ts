import { z } from 'zod';
import { Id } from '../contract';
import { endpoint } from '../endpoint';
import { EvaluationSetNumbers } from './contract-evaluation-set';

const versionId = z.object({ versionId: Id });

export const getEvaluationSetNumbers = endpoint({
  method: 'GET',
  path: '/api/v1/training/evaluation/sets/{versionId}/numbers',
  access: 'viewer',
  summary: 'Count the questions that the held-out rows of a version give, and what is left out. Reads all its rows.',
  params: versionId,
  response: EvaluationSetNumbers,
});

export const downloadEvaluationSet = endpoint({
  method: 'GET',
  path: '/api/v1/training/evaluation/sets/{versionId}',
  access: 'viewer',
  summary: 'Download questions from the held-out rows of a version, as tasks of lm-evaluation-harness in one .zip.',
  params: versionId,
  response: 'application/zip',
});

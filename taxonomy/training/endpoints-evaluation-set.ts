import { z } from 'zod';
import { Id } from '../contract';
import { endpoint } from '../endpoint';

export const downloadEvaluationSet = endpoint({
  method: 'GET',
  path: '/api/v1/training/evaluation/sets/{versionId}',
  access: 'viewer',
  summary: 'Download questions from the held-out rows of a version, as tasks of lm-evaluation-harness in one .zip.',
  params: z.object({ versionId: Id }),
  response: 'application/zip',
});

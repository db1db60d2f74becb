import { z } from 'zod';
import { Id, page } from '../contract';
import { endpoint } from '../endpoint';
import { RunChoices } from './contract-choices';
import { ErrorGroupId, RetriedErrors } from './contract-run-errors';
import { LeafYield, LeafYieldsQuery } from './contract-yields';

export const retryErrors = endpoint({
  method: 'POST',
  path: '/api/v1/runs/{runId}/errors/{groupId}/retry',
  access: 'curator',
  summary: 'Queue the failed tasks of one group of errors again. Their paid answers are kept.',
  params: z.object({ runId: Id, groupId: ErrorGroupId }),
  response: RetriedErrors,
});

export const getRunChoices = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/choices',
  access: 'viewer',
  summary: 'Get what a run was started with, as far as it still exists, to start another one like it.',
  params: z.object({ runId: Id }),
  response: RunChoices,
});

export const listLeafYields = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/yields',
  access: 'viewer',
  summary:
    'List what each step of a pipeline kept of the rows of each leaf: in the order of the tree, or the worst first.',
  params: z.object({ runId: Id }),
  query: LeafYieldsQuery,
  response: page(LeafYield),
});

import { z } from 'zod';
import { Id, NodeId, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import {
  ChangeThresholdsRequest,
  PreviewThresholdsRequest,
  RunThresholds,
  SetThresholdsRequest,
  ThresholdChange,
  ThresholdPreview,
  ThresholdSettings,
  UndoThresholdsRequest,
} from './contract-thresholds';

const nodeId = z.object({ nodeId: NodeId });
const runId = z.object({ runId: Id });

export const getRunThresholds = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/thresholds',
  access: 'viewer',
  summary: 'Get the thresholds of a run, and how they were changed.',
  params: runId,
  response: RunThresholds,
});

export const previewThresholds = endpoint({
  method: 'POST',
  path: '/api/v1/runs/{runId}/thresholds/preview',
  access: 'viewer',
  summary: 'Count how many rows of a run would come back or leave with other thresholds, leaf by leaf.',
  params: runId,
  body: PreviewThresholdsRequest,
  response: ThresholdPreview,
});

export const changeThresholds = endpoint({
  method: 'POST',
  path: '/api/v1/runs/{runId}/thresholds',
  access: 'curator',
  summary: 'Change the thresholds of a run that is over. Its rows are decided again, without a call.',
  params: runId,
  body: ChangeThresholdsRequest,
  response: ThresholdChange,
});

export const listThresholdChanges = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/thresholds/changes',
  access: 'viewer',
  summary: 'List the changes of a run’s thresholds, newest first.',
  params: runId,
  query: PageQuery,
  response: page(ThresholdChange),
});

export const undoThresholds = endpoint({
  method: 'POST',
  path: '/api/v1/threshold-changes/{changeId}/undo',
  access: 'curator',
  summary: 'Undo the last change of a run’s thresholds.',
  params: z.object({ changeId: Id }),
  body: UndoThresholdsRequest,
  response: ThresholdChange,
});

export const getLeafThresholds = endpoint({
  method: 'GET',
  path: '/api/v1/leaves/{nodeId}/thresholds',
  access: 'viewer',
  summary: 'List the thresholds that a leaf’s runs start with.',
  params: nodeId,
  response: ThresholdSettings,
});

export const setLeafThresholds = endpoint({
  method: 'PUT',
  path: '/api/v1/leaves/{nodeId}/thresholds',
  access: 'curator',
  summary: 'Set the thresholds that a leaf’s runs start with.',
  params: nodeId,
  body: SetThresholdsRequest,
  response: ThresholdSettings,
});

export const getThresholds = endpoint({
  method: 'GET',
  path: '/api/v1/thresholds',
  access: 'viewer',
  summary: 'List the judges and the thresholds that runs start with.',
  response: ThresholdSettings,
});

export const setThresholds = endpoint({
  method: 'PUT',
  path: '/api/v1/thresholds',
  access: 'curator',
  summary: 'Set the thresholds that runs start with.',
  body: SetThresholdsRequest,
  response: ThresholdSettings,
});

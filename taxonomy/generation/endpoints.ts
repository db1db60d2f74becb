import { z } from 'zod';
import { Empty, Id, NodeId, page } from '../contract';
import { endpoint } from '../endpoint';
import {
  ContinueRunRequest,
  Estimate,
  EstimateRequest,
  ResumeRunRequest,
  RunDetail,
  RunLeaf,
  RunLeavesQuery,
  RunsQuery,
  RunSummary,
  StartRunRequest,
} from './contract';
import { DroppedQuery, DroppedRow } from './contract-dropped';
import {
  AddTeacherRequest,
  FoundServers,
  Teacher,
  Teachers,
  TeacherTest,
  TestTeacherRequest,
  TriedTeacher,
  UpdateTeacherRequest,
} from './contract-teachers';
import {
  ComparedLeaf,
  ComparedLeavesQuery,
  ComparisonQuery,
  MeasuresAnswer,
  MeasuresQuery,
  RunComparison,
} from './contract-comparison';
import { LeafSafety, SetSafetyRequest } from './contract-safety';
import { SampleOrigin } from './contract-origin';
import { LeafAnswerStyle, SetAnswerStyleRequest } from './contract-style';

const nodeId = z.object({ nodeId: NodeId });
const teacherId = z.object({ teacherId: Id });
const runId = z.object({ runId: Id });

// ── teachers ──

export const listTeachers = endpoint({
  method: 'GET',
  path: '/api/v1/teachers',
  access: 'viewer',
  summary: 'List teachers.',
  response: Teachers,
});

export const addTeacher = endpoint({
  method: 'POST',
  path: '/api/v1/teachers',
  access: 'curator',
  summary: 'Add a teacher.',
  body: AddTeacherRequest,
  response: Teacher,
});

export const addPracticeTeacher = endpoint({
  method: 'POST',
  path: '/api/v1/teachers/practice',
  access: 'curator',
  summary: 'Add the practice teacher.',
  response: Teacher,
});

export const findServers = endpoint({
  method: 'GET',
  path: '/api/v1/teachers/found',
  access: 'curator',
  summary: "List model servers that answer on Seedleaf's own machine.",
  response: FoundServers,
});

export const tryTeacher = endpoint({
  method: 'POST',
  path: '/api/v1/teachers/test',
  access: 'curator',
  summary: 'Test a teacher before it is added.',
  body: TestTeacherRequest,
  response: TriedTeacher,
});

export const updateTeacher = endpoint({
  method: 'PATCH',
  path: '/api/v1/teachers/{teacherId}',
  access: 'curator',
  summary: 'Change a teacher.',
  params: teacherId,
  body: UpdateTeacherRequest,
  response: Teacher,
});

export const removeTeacher = endpoint({
  method: 'DELETE',
  path: '/api/v1/teachers/{teacherId}',
  access: 'curator',
  summary: 'Remove a teacher.',
  params: teacherId,
  response: Empty,
});

export const testTeacher = endpoint({
  method: 'POST',
  path: '/api/v1/teachers/{teacherId}/test',
  access: 'curator',
  summary: 'Test a teacher, and keep the result with it.',
  params: teacherId,
  response: TeacherTest,
});

// ── runs ──

export const listRuns = endpoint({
  method: 'GET',
  path: '/api/v1/runs',
  access: 'viewer',
  summary: 'List runs, newest first; with `leaf`, those over a leaf.',
  query: RunsQuery,
  response: page(RunSummary),
});

export const startRun = endpoint({
  method: 'POST',
  path: '/api/v1/runs',
  access: 'curator',
  summary: 'Start a run.',
  body: StartRunRequest,
  response: RunSummary,
});

export const estimateRun = endpoint({
  method: 'POST',
  path: '/api/v1/runs/estimate',
  access: 'curator',
  summary: 'Estimate the calls and tokens of a run before it is started.',
  body: EstimateRequest,
  response: Estimate,
});

export const getRun = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}',
  access: 'viewer',
  summary: 'Get a run.',
  params: runId,
  response: RunDetail,
});

export const continueRun = endpoint({
  method: 'POST',
  path: '/api/v1/runs/{runId}/continue',
  access: 'curator',
  summary: 'Start a run that generates the samples that this one is missing.',
  params: runId,
  body: ContinueRunRequest,
  response: RunSummary,
});

export const listRunLeaves = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/leaves',
  access: 'viewer',
  summary: 'List the leaves of a run, in the order of the tree.',
  params: runId,
  query: RunLeavesQuery,
  response: page(RunLeaf),
});

export const watchRun = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/events',
  access: 'viewer',
  summary: 'Watch a run: an event stream with the whole run each time it changes. It ends with the run.',
  params: runId,
  response: 'text/event-stream',
});

export const listDropped = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/dropped',
  access: 'viewer',
  summary: 'List the rows that a run dropped, and why.',
  params: runId,
  query: DroppedQuery,
  response: page(DroppedRow),
});

export const compareRuns = endpoint({
  method: 'GET',
  path: '/api/v1/runs/comparison',
  access: 'viewer',
  summary: 'Compare two to four runs: rows, coverage, funnel, cost and decisions.',
  query: ComparisonQuery,
  response: RunComparison,
});

export const listComparedLeaves = endpoint({
  method: 'GET',
  path: '/api/v1/runs/comparison/leaves',
  access: 'viewer',
  summary: 'List the leaves of the compared runs, in the order of the tree, with the rows of each run.',
  query: ComparedLeavesQuery,
  response: page(ComparedLeaf),
});

export const measureRun = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{runId}/measures',
  access: 'viewer',
  summary: 'Measure the texts of a run: similarity, distinct n-grams and lengths. Ask again until it is done.',
  params: runId,
  query: MeasuresQuery,
  response: MeasuresAnswer,
});

export const cancelRun = endpoint({
  method: 'POST',
  path: '/api/v1/runs/{runId}/cancel',
  access: 'curator',
  summary: 'Cancel a run. What it made is kept.',
  params: runId,
  response: RunSummary,
});

export const resumeRun = endpoint({
  method: 'POST',
  path: '/api/v1/runs/{runId}/resume',
  access: 'curator',
  summary: 'Resume a run that was cancelled or failed.',
  params: runId,
  body: ResumeRunRequest,
  response: RunSummary,
});

export const getSampleOrigin = endpoint({
  method: 'GET',
  path: '/api/v1/samples/{sampleId}/origin',
  access: 'viewer',
  summary: 'Get what a sample was made from: run, seeds, passage and calls.',
  params: z.object({ sampleId: Id }),
  response: SampleOrigin,
});

// ── leaves ──

export const getSafety = endpoint({
  method: 'GET',
  path: '/api/v1/leaves/{nodeId}/safety',
  access: 'viewer',
  summary: 'List the kinds of harm that a leaf’s samples are not dropped for.',
  params: nodeId,
  response: LeafSafety,
});

export const setSafety = endpoint({
  method: 'PUT',
  path: '/api/v1/leaves/{nodeId}/safety',
  access: 'curator',
  summary: 'Set the kinds of harm that a leaf’s samples are not dropped for, with reasons.',
  params: nodeId,
  body: SetSafetyRequest,
  response: LeafSafety,
});

export const getAnswerStyle = endpoint({
  method: 'GET',
  path: '/api/v1/leaves/{nodeId}/answer-style',
  access: 'viewer',
  summary: 'Show how a leaf’s answers are written: precise or creative.',
  params: nodeId,
  response: LeafAnswerStyle,
});

export const setAnswerStyle = endpoint({
  method: 'PUT',
  path: '/api/v1/leaves/{nodeId}/answer-style',
  access: 'curator',
  summary: 'Set how a leaf’s answers are written: precise, creative, or null for the default.',
  params: nodeId,
  body: SetAnswerStyleRequest,
  response: LeafAnswerStyle,
});

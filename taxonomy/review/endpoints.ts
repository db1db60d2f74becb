import { z } from 'zod';
import { Id, NodeId, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import {
  DecideManyAnswer,
  DecideManyRequest,
  DecisionEntry,
  ReviewCounts,
  ReviewQueue,
  SameAnswers,
  Sample,
  ListedStatus,
  SampleMark,
  SampleStatus,
  UndoableDecision,
} from './contract';

const scope = z.object({ nodeId: z.union([NodeId, z.literal('all')]) });
const sampleId = z.object({ sampleId: Id });

export const getReviewQueue = endpoint({
  method: 'GET',
  path: '/api/v1/review/{nodeId}/queue',
  access: 'viewer',
  summary: 'List samples to review below a node, or below all of them (`all`), with counts.',
  params: scope,
  query: PageQuery.extend({
    status: ListedStatus.default('pending'),
    run: Id.optional(),
    only: SampleMark.optional(),
    text: z.string().trim().max(200).optional(),
  }),
  response: ReviewQueue,
});

export const getReviewCounts = endpoint({
  method: 'GET',
  path: '/api/v1/review/{nodeId}/counts',
  access: 'viewer',
  summary: 'Count samples by status below a node, or all of them (`all`).',
  params: scope,
  query: z.object({ run: Id.optional() }),
  response: ReviewCounts,
});

export const listUndoableDecisions = endpoint({
  method: 'GET',
  path: '/api/v1/decisions',
  access: 'viewer',
  summary: 'List your own last decisions that can still be undone, newest first.',
  query: z.object({ scope: NodeId.optional(), run: Id.optional() }),
  response: z.object({ items: z.array(UndoableDecision) }),
});

export const decide = endpoint({
  method: 'POST',
  path: '/api/v1/decisions',
  access: 'reviewer',
  summary: 'Approve, reject or edit samples. Each decision is answered by itself.',
  body: DecideManyRequest,
  checksRows: true,
  response: DecideManyAnswer,
});

export const listSamples = endpoint({
  method: 'GET',
  path: '/api/v1/samples',
  access: 'viewer',
  summary: 'List samples.',
  query: PageQuery.extend({
    scope: NodeId.optional(),
    status: SampleStatus.optional(),
    run: Id.optional(),
    only: SampleMark.optional(),
    order: z.enum(['oldest', 'newest']).default('oldest'),
  }),
  response: page(Sample),
});

export const getSample = endpoint({
  method: 'GET',
  path: '/api/v1/samples/{sampleId}',
  access: 'viewer',
  summary: 'Get a sample.',
  params: sampleId,
  response: Sample,
});

export const listDecisions = endpoint({
  method: 'GET',
  path: '/api/v1/samples/{sampleId}/decisions',
  access: 'viewer',
  summary: 'List the decisions on a sample; at most 500.',
  params: sampleId,
  response: z.object({ items: z.array(DecisionEntry) }),
});

export const listSameAnswers = endpoint({
  method: 'GET',
  path: '/api/v1/samples/{sampleId}/same-answers',
  access: 'viewer',
  summary: 'List other samples of the leaf with the same answer.',
  params: sampleId,
  response: SameAnswers,
});

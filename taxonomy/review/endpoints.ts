import { z } from 'zod';
import { Id, NodeId, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import { DecideManyAnswer, DecideManyRequest, DecisionEntry, ReviewQueue, Sample, SampleStatus } from './contract';

const sampleId = z.object({ sampleId: Id });

export const getReviewQueue = endpoint({
  method: 'GET',
  path: '/api/v1/review/{nodeId}/queue',
  access: 'viewer',
  summary: 'List samples to review below a node, or below all of them (`all`), with counts.',
  params: z.object({ nodeId: z.union([NodeId, z.literal('all')]) }),
  query: PageQuery.extend({ status: SampleStatus.default('pending'), run: Id.optional() }),
  response: ReviewQueue,
});

export const decide = endpoint({
  method: 'POST',
  path: '/api/v1/decisions',
  access: 'reviewer',
  summary: 'Approve, reject or edit samples.',
  body: DecideManyRequest,
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

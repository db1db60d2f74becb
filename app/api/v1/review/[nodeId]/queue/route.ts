import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id, NodeId, PageQuery } from '@/taxonomy/contract';
import { ReviewQueue, SampleStatus } from '@/taxonomy/review/contract';
import { listReviewQueue } from '@/taxonomy/review/queue';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle({
  access: 'viewer',
  params: z.object({ nodeId: z.union([NodeId, z.literal('all')]) }),
  query: PageQuery.extend({ status: SampleStatus.default('pending'), run: Id.optional() }),
  response: ReviewQueue,
  run: async ({ db, params, query: { run, ...query } }) => {
    const { id: taxonomyId } = await getTheTaxonomy(db);
    const nodeId = params.nodeId === 'all' ? null : params.nodeId;
    return listReviewQueue(db, { taxonomyId, nodeId, runId: run }, query);
  },
});

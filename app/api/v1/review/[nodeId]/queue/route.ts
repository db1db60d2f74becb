import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { NodeId, PageQuery } from '@/taxonomy/contract';
import { ReviewQueue, SampleStatus } from '@/taxonomy/review/contract';
import { listReviewQueue } from '@/taxonomy/review/queue';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle({
  access: 'viewer',
  params: z.object({ nodeId: z.union([NodeId, z.literal('all')]) }),
  query: PageQuery.extend({ status: SampleStatus.default('pending') }),
  response: ReviewQueue,
  run: async ({ db, params, query }) => {
    const { id: taxonomyId } = await getTheTaxonomy(db);
    return listReviewQueue(db, { taxonomyId, nodeId: params.nodeId === 'all' ? null : params.nodeId }, query);
  },
});

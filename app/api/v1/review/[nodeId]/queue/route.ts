import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/review/endpoints';
import { listReviewQueue } from '@/taxonomy/review/queue';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.getReviewQueue, async ({ db, params, query: { run, ...query } }) => {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const nodeId = params.nodeId === 'all' ? null : params.nodeId;
  return listReviewQueue(db, { taxonomyId, nodeId, runId: run }, query);
});

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/review/endpoints';
import { countQueue } from '@/taxonomy/review/queue';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.getReviewCounts, async ({ db, params, query: { run } }) => {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  return countQueue(db, { taxonomyId, nodeId: params.nodeId === 'all' ? null : params.nodeId, runId: run });
});

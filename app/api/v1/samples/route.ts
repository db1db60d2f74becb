import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/review/endpoints';
import { listSamples } from '@/taxonomy/review/queue';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listSamples, async ({ db, query: { scope, run, order, ...query } }) => {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  return listSamples(db, {
    taxonomyId,
    nodeId: scope ?? null,
    runId: run,
    newestFirst: order === 'newest',
    ...query,
  });
});

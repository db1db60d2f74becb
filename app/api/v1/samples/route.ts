import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id, NodeId, page, PageQuery } from '@/taxonomy/contract';
import { Sample, SampleStatus } from '@/taxonomy/review/contract';
import { listSamples } from '@/taxonomy/review/queue';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle({
  access: 'viewer',
  query: PageQuery.extend({
    scope: NodeId.optional(),
    status: SampleStatus.optional(),
    run: Id.optional(),
    order: z.enum(['oldest', 'newest']).default('oldest'),
  }),
  response: page(Sample),
  run: async ({ db, query: { scope, run, order, ...query } }) => {
    const { id: taxonomyId } = await getTheTaxonomy(db);
    return listSamples(db, {
      taxonomyId,
      nodeId: scope ?? null,
      runId: run,
      newestFirst: order === 'newest',
      ...query,
    });
  },
});

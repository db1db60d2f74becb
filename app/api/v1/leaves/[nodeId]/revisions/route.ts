import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { NodeId, page, PageQuery } from '@/taxonomy/contract';
import { RevisionSummary } from '@/taxonomy/seeds/contract';
import { listRevisions } from '@/taxonomy/seeds/revisions';

export const GET = handle({
  access: 'viewer',
  params: z.object({ nodeId: NodeId }),
  query: PageQuery,
  response: page(RevisionSummary),
  run: ({ db, params, query }) => listRevisions(db, params.nodeId, query),
});

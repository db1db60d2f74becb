import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id, page } from '@/taxonomy/contract';
import { DroppedQuery, DroppedRow } from '@/taxonomy/generation/contract';
import { listDropped } from '@/taxonomy/generation/runs/list-dropped';

export const GET = handle({
  access: 'viewer',
  params: z.object({ runId: Id }),
  query: DroppedQuery,
  response: page(DroppedRow),
  run: ({ db, params, query }) => listDropped(db, params.runId, query),
});

import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { LeafDetail, RestoreRevisionRequest } from '@/taxonomy/seeds/contract';
import { restoreRevision } from '@/taxonomy/seeds/revisions';

export const POST = handle({
  access: 'curator',
  params: z.object({ revisionId: Id }),
  body: RestoreRevisionRequest,
  response: LeafDetail,
  run: ({ db, actor, params, body }) => restoreRevision(db, actor, params.revisionId, body),
});

import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { Revision } from '@/taxonomy/seeds/contract';
import { getRevision } from '@/taxonomy/seeds/revisions';

export const GET = handle({
  access: 'viewer',
  params: z.object({ revisionId: Id }),
  response: Revision,
  run: ({ db, params }) => getRevision(db, params.revisionId),
});

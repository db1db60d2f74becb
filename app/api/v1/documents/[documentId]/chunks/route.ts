import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id, page, PageQuery } from '@/taxonomy/contract';
import { listChunks } from '@/taxonomy/documents/chunks';
import { Chunk } from '@/taxonomy/documents/contract';

export const GET = handle({
  access: 'viewer',
  params: z.object({ documentId: Id }),
  query: PageQuery,
  response: page(Chunk),
  run: ({ db, params, query }) => listChunks(db, params.documentId, query),
});

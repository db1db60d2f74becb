import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { DocumentSummary } from '@/taxonomy/documents/contract';
import { getDocument } from '@/taxonomy/documents/documents';

export const GET = handle({
  access: 'viewer',
  params: z.object({ documentId: Id }),
  response: DocumentSummary,
  run: ({ db, params }) => getDocument(db, params.documentId),
});

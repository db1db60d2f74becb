import { handle } from '@/app/api/handle';
import { page, PageQuery } from '@/taxonomy/contract';
import { DocumentSummary } from '@/taxonomy/documents/contract';
import { listDocuments } from '@/taxonomy/documents/documents';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle({
  access: 'viewer',
  query: PageQuery,
  response: page(DocumentSummary),
  run: async ({ db, query }) => listDocuments(db, (await getTheTaxonomy(db)).id, query),
});

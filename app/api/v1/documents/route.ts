import { handle } from '@/app/api/handle';
import { listDocuments } from '@/taxonomy/documents/documents';
import * as endpoints from '@/taxonomy/documents/endpoints';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listDocuments, async ({ db, query }) =>
  listDocuments(db, (await getTheTaxonomy(db)).id, query),
);

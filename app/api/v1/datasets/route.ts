import { handle } from '@/app/api/handle';
import { page, PageQuery } from '@/taxonomy/contract';
import { Dataset } from '@/taxonomy/datasets/contract';
import { listDatasets } from '@/taxonomy/datasets/versions';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle({
  access: 'viewer',
  query: PageQuery,
  response: page(Dataset),
  run: async ({ db, query }) => listDatasets(db, (await getTheTaxonomy(db)).id, query),
});

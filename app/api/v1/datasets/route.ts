import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { listDatasets } from '@/taxonomy/datasets/versions';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listDatasets, async ({ db, query }) =>
  listDatasets(db, (await getTheTaxonomy(db)).id, query),
);

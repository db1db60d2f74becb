import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { listImportedSets } from '@/taxonomy/datasets/imported-sets';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listImportedSets, async ({ db, query }) =>
  listImportedSets(db, (await getTheTaxonomy(db)).id, query),
);

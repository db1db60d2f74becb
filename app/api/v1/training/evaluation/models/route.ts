import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints';
import { listModels } from '@/taxonomy/training/evaluation/table';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listEvaluatedModels, async ({ db, query }) =>
  listModels(db, (await getTheTaxonomy(db)).id, query),
);

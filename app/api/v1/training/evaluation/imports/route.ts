import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints';
import { listImports } from '@/taxonomy/training/evaluation/table';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listEvaluationImports, async ({ db, query }) =>
  listImports(db, (await getTheTaxonomy(db)).id, query),
);

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints';
import { removeImport } from '@/taxonomy/training/evaluation/import-results';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const DELETE = handle(endpoints.removeEvaluationImport, async ({ db, actor, params }) => {
  await removeImport(db, actor, { taxonomyId: (await getTheTaxonomy(db)).id, ...params });
  return {};
});

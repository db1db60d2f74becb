import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { removeImportedSet } from '@/taxonomy/datasets/imported/sets';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const DELETE = handle(endpoints.removeImportedSet, async ({ db, actor, params }) => {
  await removeImportedSet(db, actor, (await getTheTaxonomy(db)).id, params.setId);
  return {};
});

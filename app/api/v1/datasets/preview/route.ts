import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const POST = handle(endpoints.previewVersion, async ({ db, body }) =>
  previewVersion(db, (await getTheTaxonomy(db)).id, body.recipe, body.name),
);

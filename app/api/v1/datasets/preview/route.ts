import { handle } from '@/app/api/handle';
import { PreviewRequest, PublishPreview } from '@/taxonomy/datasets/contract';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

/** Changes nothing; a POST because a recipe is longer than an address may be. */
export const POST = handle({
  access: 'viewer',
  body: PreviewRequest,
  response: PublishPreview,
  run: async ({ db, body }) => previewVersion(db, (await getTheTaxonomy(db)).id, body.recipe, body.name),
});

import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

/** A chat template takes a thread with 64 MB for up to 3 s, so there are never many at once. */
const previews = new Limiter({ atOnce: 2, samePerson: 'newest' });

export const POST = handle(endpoints.previewVersion, async ({ db, actor, body, request }) => {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  return previews.run({ personId: actor.id, signal: request.signal }, (signal) =>
    previewVersion(db, taxonomyId, body.recipe, { name: body.name, signal }),
  );
});

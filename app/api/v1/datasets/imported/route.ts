import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { importSet, listImportedSets } from '@/taxonomy/datasets/imported/sets';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { withImportFile } from '../import-uploads';

export const GET = handle(endpoints.listImportedSets, async ({ db, query }) =>
  listImportedSets(db, (await getTheTaxonomy(db)).id, query),
);

export const POST = handle(endpoints.importSet, ({ db, actor, query, request }) =>
  withImportFile(request, actor.id, async (file) =>
    importSet(db, actor, { taxonomyId: (await getTheTaxonomy(db)).id, query }, file),
  ),
);

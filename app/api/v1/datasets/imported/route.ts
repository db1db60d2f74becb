import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import { openOneFile } from '@/app/api/one-file';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { importSet, listImportedSets } from '@/taxonomy/datasets/imported/sets';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

const uploads = new Limiter({ atOnce: 2, samePerson: 'in turn' });

export const GET = handle(endpoints.listImportedSets, async ({ db, query }) =>
  listImportedSets(db, (await getTheTaxonomy(db)).id, query),
);

export const POST = handle(endpoints.importSet, ({ db, actor, query, request }) =>
  uploads.run({ personId: actor.id, signal: request.signal }, async () => {
    const { stream } = await openOneFile(request);
    return importSet(db, actor, { taxonomyId: (await getTheTaxonomy(db)).id, query }, stream);
  }),
);

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints-sample-imports';
import { importSamples } from '@/taxonomy/datasets/imported/to-leaf';
import { listSampleImports } from '@/taxonomy/generation/sample-imports/imports';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { withImportFile } from '../import-uploads';

export const GET = handle(endpoints.listSampleImports, async ({ db, query }) =>
  listSampleImports(db, (await getTheTaxonomy(db)).id, query),
);

export const POST = handle(endpoints.importSamples, ({ db, actor, query, request }) =>
  withImportFile(request, actor.id, async (file) =>
    importSamples(db, actor, { taxonomyId: (await getTheTaxonomy(db)).id, query }, file),
  ),
);

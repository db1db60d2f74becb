import path from 'node:path';
import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import { env } from '@/env';
import { fetchImported } from '@/taxonomy/documents/fetch-imported';
import { protocolsFrom } from '@/taxonomy/documents/git-reference';
import * as endpoints from '@/taxonomy/seeds/endpoints';
import { importUpload } from '@/taxonomy/seeds/import/import-upload';
import { listImports } from '@/taxonomy/seeds/import/imports';

/** Reading a zip of 10,000 leaves takes seconds and tens of megabytes. */
const imports = new Limiter({ atOnce: 2, samePerson: 'in turn' });

export const GET = handle(endpoints.listImports, ({ db, params: { taxonomyId }, query }) =>
  listImports(db, taxonomyId, query),
);

export const POST = handle(endpoints.importTaxonomy, async ({ db, actor, params: { taxonomyId }, query, request }) => {
  const workDir = path.join(env.SEEDLEAF_HOME, 'tmp');
  const contentType = request.headers.get('content-type') ?? '';
  const upload = { taxonomyId, isDryRun: query.dryRun === '1', body: request.body, contentType, workDir };
  return imports.run({ personId: actor.id, signal: request.signal }, async () => {
    const result = await importUpload(db, actor, upload);
    return fetchImported(db, { actor, result, protocols: protocolsFrom(env.SEEDLEAF_GIT_PROTOCOLS) });
  });
});

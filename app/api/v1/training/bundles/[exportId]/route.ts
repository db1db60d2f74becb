import { fileDownload } from '@/app/api/file-download';
import { handle } from '@/app/api/handle';
import { env } from '@/env';
import { openExportZip } from '@/taxonomy/datasets/export';
import { recordDownload } from '@/taxonomy/datasets/record-download';
import { readRecipe } from '@/taxonomy/training/bundle/read-recipe';
import { planTraining } from '@/taxonomy/training/bundle/bundle';
import * as endpoints from '@/taxonomy/training/endpoints-bundle';

export const GET = handle(endpoints.downloadBundle, async ({ db, actor, params, query, request }) => {
  const which = { ...params, versionId: query.versionId };
  const { files } = await planTraining(db, query.versionId, readRecipe(query.recipe));
  const zip = { under: 'data/', more: files };
  const { name, stream } = await openExportZip(db, { ...which, home: env.SEEDLEAF_HOME }, zip);
  if (request.method !== 'HEAD') await recordDownload(db, actor, { ...which, name });
  return fileDownload({ request, file: { name }, stream, type: 'application/zip' });
});

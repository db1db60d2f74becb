import { handle } from '@/app/api/handle';
import { resumableDownload } from '@/app/api/resumable-download';
import { env } from '@/env';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { findExportedFile } from '@/taxonomy/datasets/export';
import { recordDownload } from '@/taxonomy/datasets/record-download';

export const GET = handle(endpoints.downloadFile, async ({ db, actor, params, request }) => {
  const found = await findExportedFile(db, { ...params, home: env.SEEDLEAF_HOME });
  if (request.method !== 'HEAD') await recordDownload(db, actor, params);
  return resumableDownload({ request, ...found });
});

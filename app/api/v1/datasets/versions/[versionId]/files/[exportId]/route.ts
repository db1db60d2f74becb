import { fileDownload } from '@/app/api/file-download';
import { handle } from '@/app/api/handle';
import { env } from '@/env';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { openExportZip } from '@/taxonomy/datasets/export';
import { recordDownload } from '@/taxonomy/datasets/record-download';

export const GET = handle(endpoints.downloadAllFiles, async ({ db, actor, params, request }) => {
  const { name, stream } = await openExportZip(db, { ...params, home: env.SEEDLEAF_HOME });
  if (request.method !== 'HEAD') await recordDownload(db, actor, { ...params, name });
  return fileDownload({ request, file: { name }, stream, type: 'application/zip' });
});

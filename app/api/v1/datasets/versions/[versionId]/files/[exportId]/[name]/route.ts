import { fileDownload } from '@/app/api/file-download';
import { handle } from '@/app/api/handle';
import { env } from '@/env';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { openExportedFile } from '@/taxonomy/datasets/export';
import { recordDownload } from '@/taxonomy/datasets/record-download';

export const GET = handle(endpoints.downloadFile, async ({ db, actor, params }) => {
  const opened = await openExportedFile(db, { ...params, home: env.SEEDLEAF_HOME });
  await recordDownload(db, actor, params);
  return fileDownload(opened);
});

import { fileDownload } from '@/app/api/file-download';
import { handle } from '@/app/api/handle';
import { env } from '@/env';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { openExportedFile } from '@/taxonomy/datasets/export';

export const GET = handle(endpoints.downloadFile, async ({ db, params }) =>
  fileDownload(await openExportedFile(db, { ...params, home: env.SEEDLEAF_HOME })),
);

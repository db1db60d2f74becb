import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { fileDownload } from '@/app/api/file-download';
import { env } from '@/env';
import { Id } from '@/taxonomy/contract';
import { openExportedFile } from '@/taxonomy/datasets/export';

export const GET = handle({
  access: 'viewer',
  params: z.object({ versionId: Id, exportId: Id, name: z.string().max(200) }),
  run: async ({ db, params }) => fileDownload(await openExportedFile(db, { ...params, home: env.SEEDLEAF_HOME })),
});

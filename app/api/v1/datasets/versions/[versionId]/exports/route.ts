import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { env } from '@/env';
import { Id } from '@/taxonomy/contract';
import { Export, ExportRequest } from '@/taxonomy/datasets/contract';
import { requestExport } from '@/taxonomy/datasets/export';

export const POST = handle({
  access: 'curator',
  params: z.object({ versionId: Id }),
  body: ExportRequest,
  response: Export,
  run: ({ db, actor, params, body }) => requestExport(db, actor, { ...params, ...body, home: env.SEEDLEAF_HOME }),
});

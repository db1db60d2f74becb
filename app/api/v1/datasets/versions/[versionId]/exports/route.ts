import { handle } from '@/app/api/handle';
import { env } from '@/env';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { requestExport } from '@/taxonomy/datasets/export';

export const POST = handle(endpoints.requestExport, ({ db, actor, params, body }) =>
  requestExport(db, actor, { ...params, ...body, home: env.SEEDLEAF_HOME }),
);

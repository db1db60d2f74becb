import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints-sample-imports';
import { listRefusedRows } from '@/taxonomy/generation/sample-imports/imports';

export const GET = handle(endpoints.listRefusedRows, ({ db, params, query }) =>
  listRefusedRows(db, params.importId, query),
);

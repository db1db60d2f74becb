import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { listVersionRows } from '@/taxonomy/datasets/versions';

export const GET = handle(endpoints.listVersionRows, ({ db, params, query }) =>
  listVersionRows(db, params.versionId, query),
);

import { handle } from '@/app/api/handle';
import { listChangedRows } from '@/taxonomy/datasets/compare-versions';
import * as endpoints from '@/taxonomy/datasets/endpoints';

export const GET = handle(endpoints.listChangedRows, ({ db, params, query }) =>
  listChangedRows(db, params.versionId, query),
);

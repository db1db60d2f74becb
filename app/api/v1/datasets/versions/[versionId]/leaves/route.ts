import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { listVersionLeaves } from '@/taxonomy/datasets/versions';

export const GET = handle(endpoints.listVersionLeaves, ({ db, params, query }) =>
  listVersionLeaves(db, params.versionId, query),
);

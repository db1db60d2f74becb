import { handle } from '@/app/api/handle';
import { getVersionChanges } from '@/taxonomy/datasets/compare-versions';
import * as endpoints from '@/taxonomy/datasets/endpoints';

export const GET = handle(endpoints.getVersionChanges, ({ db, params, query }) =>
  getVersionChanges(db, params.versionId, query.against),
);

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-thresholds';
import { listThresholdChanges } from '@/taxonomy/generation/threshold-changes/run-thresholds';

export const GET = handle(endpoints.listThresholdChanges, ({ db, params, query }) =>
  listThresholdChanges(db, params.runId, query),
);

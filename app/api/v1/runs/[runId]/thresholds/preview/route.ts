import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-thresholds';
import { previewThresholds } from '@/taxonomy/generation/threshold-changes/run-thresholds';

export const POST = handle(endpoints.previewThresholds, ({ db, params, body }) =>
  previewThresholds(db, params.runId, body),
);

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-thresholds';
import { undoThresholds } from '@/taxonomy/generation/threshold-changes/change-thresholds';

export const POST = handle(endpoints.undoThresholds, ({ db, actor, params, body }) =>
  undoThresholds(db, actor, params.changeId, body),
);

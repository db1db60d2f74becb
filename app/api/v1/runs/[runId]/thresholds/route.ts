import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-thresholds';
import { changeThresholds } from '@/taxonomy/generation/threshold-changes/change-thresholds';
import { getRunThresholds } from '@/taxonomy/generation/threshold-changes/run-thresholds';

export const GET = handle(endpoints.getRunThresholds, ({ db, params }) => getRunThresholds(db, params.runId));

export const POST = handle(endpoints.changeThresholds, ({ db, actor, params, body }) =>
  changeThresholds(db, actor, params.runId, body),
);

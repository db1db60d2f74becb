import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-thresholds';
import { getThresholds, setThresholds } from '@/taxonomy/generation/thresholds/thresholds';

export const GET = handle(endpoints.getLeafThresholds, ({ db, params }) => getThresholds(db, params.nodeId));

export const PUT = handle(endpoints.setLeafThresholds, ({ db, actor, params, body }) =>
  setThresholds(db, actor, params.nodeId, body),
);

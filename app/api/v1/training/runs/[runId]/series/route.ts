import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints-runs';
import { getTrainingSeries } from '@/taxonomy/training/runs/training-runs';

export const GET = handle(
  endpoints.getTrainingSeries,
  ({ db, params, query }) => getTrainingSeries(db, params.runId, query.metric),
  { etag: 'by content' },
);

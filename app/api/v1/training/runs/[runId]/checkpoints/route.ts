import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints-runs';
import { listTrainingCheckpoints } from '@/taxonomy/training/runs/training-runs';

export const GET = handle(endpoints.listTrainingCheckpoints, ({ db, params, query }) =>
  listTrainingCheckpoints(db, params.runId, query),
);

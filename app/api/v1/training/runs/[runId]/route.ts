import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints-runs';
import { getTrainingRun } from '@/taxonomy/training/runs/training-runs';

export const GET = handle(endpoints.getTrainingRun, ({ db, params }) => getTrainingRun(db, params.runId));

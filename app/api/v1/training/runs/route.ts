import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints-runs';
import { listTrainingRuns } from '@/taxonomy/training/runs/training-runs';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listTrainingRuns, async ({ db, query }) =>
  listTrainingRuns(db, (await getTheTaxonomy(db)).id, query),
);

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints-runs';
import { getModelCard } from '@/taxonomy/training/model-card/get-model-card';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.getTrainingModelCard, async ({ db, params, query }) =>
  getModelCard(db, (await getTheTaxonomy(db)).id, params.runId, query),
);

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints';
import { listResults } from '@/taxonomy/training/evaluation/table';

export const GET = handle(endpoints.listEvaluationResults, ({ db, params, query }) =>
  listResults(db, params.modelId, query),
);

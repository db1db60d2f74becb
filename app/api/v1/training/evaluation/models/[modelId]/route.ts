import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints';
import { getModel } from '@/taxonomy/training/evaluation/table';

export const GET = handle(endpoints.getEvaluatedModel, ({ db, params }) => getModel(db, params.modelId));

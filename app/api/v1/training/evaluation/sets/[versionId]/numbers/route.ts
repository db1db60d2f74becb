import { handle } from '@/app/api/handle';
import { countSet } from '@/taxonomy/training/evaluation-set/count-set';
import * as endpoints from '@/taxonomy/training/endpoints-evaluation-set';

export const GET = handle(endpoints.getEvaluationSetNumbers, ({ db, params }) => countSet(db, params.versionId));

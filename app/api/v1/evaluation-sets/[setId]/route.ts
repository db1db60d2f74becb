import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-evaluation-sets';
import { removeEvaluationSet } from '@/taxonomy/generation/evaluation-sets/sets';

export const DELETE = handle(endpoints.removeEvaluationSet, async ({ db, actor, params }) => {
  await removeEvaluationSet(db, actor, params.setId);
  return {};
});

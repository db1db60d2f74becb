import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints-student';
import { removeTokenizer } from '@/taxonomy/datasets/student/tokenizers';

export const DELETE = handle(endpoints.removeTokenizer, async ({ db, actor, params }) => {
  await removeTokenizer(db, actor, params.tokenizerId);
  return {};
});

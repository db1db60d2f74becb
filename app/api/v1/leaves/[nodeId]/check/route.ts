import { handle } from '@/app/api/handle';
import { checkLeaf } from '@/taxonomy/seeds/check-leaf';
import { CheckLeafAnswer, CheckLeafRequest } from '@/taxonomy/seeds/contract';

export const POST = handle({
  access: 'viewer',
  body: CheckLeafRequest,
  response: CheckLeafAnswer,
  run: async ({ body }) => ({ problems: checkLeaf(body.content) }),
});

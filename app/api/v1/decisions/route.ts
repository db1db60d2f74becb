import { handle } from '@/app/api/handle';
import { DecideManyAnswer, DecideManyRequest } from '@/taxonomy/review/contract';
import { decideMany } from '@/taxonomy/review/decide';

export const POST = handle({
  access: 'reviewer',
  body: DecideManyRequest,
  response: DecideManyAnswer,
  run: async ({ db, actor, body }) => ({ outcomes: await decideMany(db, actor, body.decisions) }),
});

import { handle } from '@/app/api/handle';
import { decideMany } from '@/taxonomy/review/decide';
import * as endpoints from '@/taxonomy/review/endpoints';

export const POST = handle(endpoints.decide, async ({ db, actor, body }) => ({
  outcomes: await decideMany(db, actor, body.decisions),
}));

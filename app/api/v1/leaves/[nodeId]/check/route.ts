import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import { checkLeaf } from '@/taxonomy/seeds/check-leaf';
import * as endpoints from '@/taxonomy/seeds/endpoints';

const checks = new Limiter({ atOnce: 1, samePerson: 'newest' });

export const POST = handle(endpoints.checkLeaf, async ({ actor, body, request }) => {
  const caller = { personId: actor.id, signal: request.signal };
  return { problems: await checks.run(caller, async () => checkLeaf(body.content)) };
});

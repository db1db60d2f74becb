import { handle } from '@/app/api/handle';
import { ownSession } from '@/app/api/session';
import * as endpoints from '@/taxonomy/accounts/endpoints';
import { endOtherSessions, listSessions } from '@/taxonomy/accounts/sessions';

export const GET = handle(endpoints.listSessions, async ({ db, request }) => ({
  items: await listSessions(db, await ownSession(request)),
}));

export const DELETE = handle(endpoints.endOtherSessions, async ({ db, request }) => {
  await endOtherSessions(db, await ownSession(request));
  return {};
});

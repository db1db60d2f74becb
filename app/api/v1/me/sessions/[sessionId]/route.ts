import { handle } from '@/app/api/handle';
import { ownSession } from '@/app/api/session';
import * as endpoints from '@/taxonomy/accounts/endpoints';
import { endOtherSessions } from '@/taxonomy/accounts/sessions';

export const DELETE = handle(endpoints.endSession, async ({ db, params, request }) => {
  await endOtherSessions(db, await ownSession(request), params.sessionId);
  return {};
});

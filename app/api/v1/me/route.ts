import { handle } from '@/app/api/handle';
import { ownSession } from '@/app/api/session';
import * as endpoints from '@/taxonomy/accounts/endpoints';
import { changeMe, getMe } from '@/taxonomy/accounts/me';

export const GET = handle(endpoints.getMe, async ({ db, request }) => getMe(db, await ownSession(request)));

export const PATCH = handle(endpoints.changeMe, async ({ db, body, request }) =>
  changeMe(db, await ownSession(request), body),
);

import { handle } from '@/app/api/handle';
import { ownSession } from '@/app/api/session';
import { Me, UpdateMeRequest } from '@/taxonomy/accounts/contract';
import { changeMe, getMe } from '@/taxonomy/accounts/me';

export const GET = handle({
  access: 'viewer',
  response: Me,
  run: async ({ db, request }) => getMe(db, await ownSession(request)),
});

export const PATCH = handle({
  access: 'viewer',
  body: UpdateMeRequest,
  response: Me,
  run: async ({ db, body, request }) => changeMe(db, await ownSession(request), body),
});

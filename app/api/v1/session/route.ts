import { auth } from '@/app/api/auth';
import { addressOf } from '@/app/api/client-address';
import { handle } from '@/app/api/handle';
import { sendCookies } from '@/app/api/session';
import * as endpoints from '@/taxonomy/accounts/endpoints';
import { recordSignOut } from '@/taxonomy/accounts/sessions';
import { signIn } from '@/taxonomy/accounts/sign-in';

export const POST = handle(endpoints.signIn, async ({ db, body, request, answerHeaders }) => {
  const { headers, signal } = request;
  const from = { headers, address: addressOf(request), signal };
  sendCookies(answerHeaders, await signIn(auth(), db, body, from));
  return {};
});

export const DELETE = handle(endpoints.signOut, async ({ db, actor, request, answerHeaders }) => {
  const { headers } = await auth().api.signOut({ headers: request.headers, returnHeaders: true });
  sendCookies(answerHeaders, headers);
  if (actor) await recordSignOut(db, actor.id);
  return {};
});

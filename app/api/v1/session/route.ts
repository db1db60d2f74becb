import { auth } from '@/app/api/auth';
import { handle } from '@/app/api/handle';
import { sendCookies } from '@/app/api/session';
import * as endpoints from '@/taxonomy/accounts/endpoints';
import { signIn } from '@/taxonomy/accounts/sign-in';

export const POST = handle(endpoints.signIn, async ({ db, body, request, answerHeaders }) => {
  const address = request.headers.get('x-forwarded-for') ?? undefined;
  sendCookies(answerHeaders, await signIn(auth(), db, body, { headers: request.headers, address }));
  return {};
});

export const DELETE = handle(endpoints.signOut, async ({ request, answerHeaders }) => {
  const { headers } = await auth().api.signOut({ headers: request.headers, returnHeaders: true });
  sendCookies(answerHeaders, headers);
  return {};
});

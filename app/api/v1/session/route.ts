import { auth } from '@/app/api/auth';
import { handle } from '@/app/api/handle';
import { SignInRequest } from '@/taxonomy/accounts/contract';
import { signIn } from '@/taxonomy/accounts/sign-in';

/** Signs in: the answer carries the session's cookie. */
export const POST = handle({
  access: 'anybody',
  body: SignInRequest,
  run: async ({ db, body, request }) => {
    const address = request.headers.get('x-forwarded-for') ?? undefined;
    return Response.json({}, { headers: await signIn(auth(), db, body, { headers: request.headers, address }) });
  },
});

/** Signs out: the session ends, and so does its cookie. */
export const DELETE = handle({
  access: 'anybody',
  run: async ({ request }) => {
    const { headers } = await auth().api.signOut({ headers: request.headers, returnHeaders: true });
    return Response.json({}, { headers });
  },
});

import { auth } from '@/app/api/auth';
import { handle } from '@/app/api/handle';
import { ClaimOwnershipRequest } from '@/taxonomy/accounts/contract';

/** Claims an owner link: the answer carries the session's cookie. */
export const POST = handle({
  access: 'anybody',
  body: ClaimOwnershipRequest,
  run: async ({ body, request }) => {
    const claimed = await auth().api.claimOwnerLink({ body, headers: request.headers, returnHeaders: true });
    return Response.json(claimed.response, { headers: claimed.headers });
  },
});

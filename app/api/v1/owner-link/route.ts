import { auth } from '@/app/api/auth';
import { handle } from '@/app/api/handle';
import { sendCookies } from '@/app/api/session';
import * as endpoints from '@/taxonomy/accounts/endpoints';

export const POST = handle(endpoints.claimOwnership, async ({ body, request, answerHeaders }) => {
  const claimed = await auth().api.claimOwnerLink({ body, headers: request.headers, returnHeaders: true });
  sendCookies(answerHeaders, claimed.headers);
  return {};
});

import { isAPIError } from 'better-auth/api';
import type { Db } from '@/prisma/client';
import { DomainError } from '../errors';
import type { Auth } from './auth';
import type { SignInRequest } from './contract';
import { dropExpiredSessions } from './repository';
import { countTry, forgetTries } from './sign-in-limit';

/**
 * Signs somebody in by e-mail and password.
 *
 * @param from.address Where the request came from, for counting tries.
 * @returns The headers that set the session's cookie.
 * @throws DomainError `unauthenticated`, in the same words and time whether the e-mail is known or not;
 *   `forbidden` for the right password of somebody who was shut out; `rate_limited` after too many tries.
 */
export async function signIn(
  auth: Auth,
  db: Db,
  { email, password }: SignInRequest,
  from: { headers: Headers; address: string | undefined },
): Promise<Headers> {
  const tries = { account: email, address: from.address };
  await countTry(db, tries);
  try {
    const body = { email, password };
    const { headers } = await auth.api.signInEmail({ body, headers: from.headers, returnHeaders: true });
    await forgetTries(db, tries);
    await dropExpiredSessions(db);
    return headers;
  } catch (error) {
    if (!isAPIError(error)) throw error;
    if (error.statusCode === 403) throw new DomainError('forbidden', 'An owner has disabled this account. Ask them.');
    throw new DomainError('unauthenticated', 'E-mail or password is wrong. Check both and try again.', {
      cause: error,
    });
  }
}

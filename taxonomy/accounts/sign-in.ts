import { isAPIError } from 'better-auth/api';
import type { Database } from '@/prisma/client';
import { DomainError } from '../errors';
import { recordAudit } from './audit';
import type { Auth } from './auth';
import type { SignInRequest } from './contract';
import { tryPassword } from './password-tries';
import { dropExpiredSessions, findPersonByEmail } from './repository';

/** The origin of a request. `address` is the client's, as far as it is known (see app/api/client-address.ts). */
export type From = { headers: Headers; address: string | undefined; signal?: AbortSignal };

/**
 * Signs a person in by e-mail and password. Sign-ins and failures are added to the audit log.
 *
 * @returns The headers that set the session's cookie.
 * @throws DomainError `unauthenticated`, with the same message and timing whether the e-mail is known or not;
 * `forbidden` for the right password of a disabled account; `rate_limited` for too many tries at once.
 */
export async function signIn(
  auth: Auth,
  db: Database,
  { email, password }: SignInRequest,
  from: From,
): Promise<Headers> {
  const { headers, address, signal } = from;
  const found = await tryPassword(db, { account: email, address, signal }, async () => {
    try {
      return await auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true });
    } catch (error) {
      if (!isAPIError(error)) throw error;
      return error.statusCode === 403 ? ('disabled' as const) : null;
    }
  });
  const isIn = found !== null && found !== 'disabled';
  await record(db, email, address, isIn ? 'session.start' : 'session.refuse', found === 'disabled');
  if (found === 'disabled') throw new DomainError('forbidden', 'This account is disabled. Ask an owner.');
  if (found === null) {
    throw new DomainError('unauthenticated', 'E-mail or password is wrong. Check both and try again.');
  }
  await dropExpiredSessions(db);
  return found.headers;
}

async function record(db: Database, email: string, address: string | undefined, action: string, isDisabled: boolean) {
  await db.$transaction(async (tx) => {
    const person = await findPersonByEmail(tx, email);
    await recordAudit(tx, {
      actorId: action === 'session.start' ? (person?.id ?? null) : null,
      action,
      subjectType: 'person',
      subjectId: person?.id ?? 'unknown',
      detail: { email, address, ...(isDisabled && { isDisabled }) },
    });
  });
}

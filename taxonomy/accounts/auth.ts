import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import type { Database } from '@/prisma/client';
import { ownerLinks } from './claim-endpoint';
import { deriveKey } from './key';
import { hashPassword, verifyPassword } from './password';
import { findPerson } from './repository';
import { maxPassword, minPassword } from './vocabulary';

/** A session ends this long after sign-in, even if it is used. */
export const SESSION_SECONDS = 7 * 24 * 60 * 60;

/**
 * The better-auth of this installation: sessions, their cookies, and passwords by argon2id.
 *
 * Its routes are not served. Our own routes call it (`app/api/handle.ts` checks permissions), so nobody can sign up
 * alone, and roles change only through the functions in this folder.
 *
 * @param options.baseUrl The public address. With https the cookies are `Secure` and named `__Secure-…`.
 */
export function makeAuth({ db, key, baseUrl }: { db: Database; key: Buffer; baseUrl: string }) {
  return betterAuth({
    appName: 'Seedleaf',
    baseURL: baseUrl,
    secret: deriveKey(key, 'sessions').toString('base64'),
    database: prismaAdapter(db, { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: minPassword,
      maxPasswordLength: maxPassword,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: false, input: false },
        disabledAt: { type: 'date', required: false, input: false },
      },
    },
    databaseHooks: { session: { create: { before: (session) => refuseDisabled(db, session.userId) } } },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    // Its limiter is part of the router, which is not served. password-tries.ts counts in the database instead.
    rateLimit: { enabled: false },
    advanced: { cookiePrefix: 'seedleaf', useSecureCookies: baseUrl.startsWith('https:') },
    plugins: [ownerLinks(db, SESSION_SECONDS)],
    telemetry: { enabled: false },
    logger: { level: 'error' },
  });
}

/** Checked only after the password, so that strangers cannot find out who has an account. */
async function refuseDisabled(db: Database, userId: string): Promise<void> {
  const person = await findPerson(db, userId);
  if (person?.isDisabled) throw new APIError('FORBIDDEN');
}

export type Auth = ReturnType<typeof makeAuth>;

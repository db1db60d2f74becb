import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { BetterAuthPlugin } from 'better-auth';
import { z } from 'zod';
import type { Database } from '@/prisma/client';
import { claimOwnership } from './owner-link';

/** Starts a session from an owner link, with the same signed cookie as a sign-in by password. Not served over HTTP. */
export const ownerLinks = (db: Database, sessionSeconds: number) =>
  ({
    id: 'owner-links',
    endpoints: {
      claimOwnerLink: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ token: z.string() }), requireHeaders: true },
        async (context) => {
          const { owner, session } = await claimOwnership(db, context.body.token, {
            expiresAt: new Date(Date.now() + sessionSeconds * 1000),
            userAgent: context.headers?.get('user-agent') ?? null,
            ipAddress: context.headers?.get('x-forwarded-for') ?? null,
          });
          const user = await context.context.internalAdapter.findUserById(owner.id);
          if (!user) throw new Error('The owner of a claimed link no longer exists.');
          const now = new Date();
          await setSessionCookie(context, { session: { ...session, createdAt: now, updatedAt: now }, user });
          return owner;
        },
      ),
    },
  }) satisfies BetterAuthPlugin;

import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { recordAudit } from './audit';
import type { Actor } from './contract';
import * as repository from './repository';

const VALID_HOURS = 24;

/**
 * Creates a one-time link token for whoever controls this machine. Earlier unused links become invalid.
 *
 * @returns The token; only its SHA-256 is stored. Put it in the fragment of an address (`/claim#token=…`), which never
 * appears in server logs or referrers. It works once, within 24 hours.
 */
export async function makeOwnerLink(db: Database): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.$transaction(async (tx) => {
    await repository.replaceOwnerLinks(tx, hashOf(token), VALID_HOURS);
    await recordAudit(tx, { actorId: null, action: 'owner-link.make', subjectType: 'owner-link', subjectId: 'latest' });
  });
  return token;
}

/** The session started by a claim. `token` goes into the signed cookie. */
export type StartedSession = { id: string; token: string; userId: string; expiresAt: Date };

/**
 * Exchanges a link's token for an owner's session. The first time it creates the owner; later it signs in the first
 * owner. If two browsers use one link, only one succeeds.
 *
 * @throws DomainError `not_found` when the link was already used, was replaced by a newer one, or is older than 24
 * hours.
 */
export async function claimOwnership(
  db: Database,
  token: string,
  request: { expiresAt: Date; userAgent: string | null; ipAddress: string | null },
): Promise<{ owner: Actor; session: StartedSession }> {
  return db.$transaction(async (tx) => {
    const session = { id: uuid(), token: randomBytes(32).toString('base64url'), expiresAt: request.expiresAt };
    await repository.lockFirstOwner(tx);
    if (!(await repository.useOwnerLink(tx, hashOf(token), session.id))) throw unusable();
    const known = await repository.findFirstOwner(tx);
    const owner = known ?? (await repository.addFirstOwner(tx, uuid()));
    await repository.addSession(tx, { ...session, userId: owner.id, ...request });
    await recordAudit(tx, {
      actorId: owner.id,
      action: 'owner-link.claim',
      subjectType: 'person',
      subjectId: owner.id,
      detail: { isNewOwner: known === null },
    });
    return { owner, session: { ...session, userId: owner.id } };
  });
}

/** False until the first owner link was claimed: nobody can sign in before. */
export async function hasOwner(db: Db): Promise<boolean> {
  return (await repository.findFirstOwner(db)) !== null;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const unusable = () =>
  new DomainError(
    'not_found',
    'This link was already used, is older than 24 hours, or was replaced by a newer one. Make a new one on the machine that runs Seedleaf: npm run -s seedleaf -- start --print-link',
  );

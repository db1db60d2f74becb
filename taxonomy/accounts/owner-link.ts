import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { recordAudit } from './audit';
import type { Actor } from './contract';
import * as repository from './repository';

const VALID_HOURS = 24;

/**
 * Makes a one-time link token for whoever holds this machine. Links made earlier and not yet used are void.
 *
 * @returns The token; only its SHA-256 is stored. Put it in the fragment of an address (`/claim#token=…`), which
 *   no server log and no referrer sees. It works once, within 24 hours.
 */
export async function makeOwnerLink(db: Database): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.$transaction(async (tx) => {
    await repository.replaceOwnerLinks(tx, hashOf(token), VALID_HOURS);
    await recordAudit(tx, { actorId: null, action: 'owner-link.make', subjectType: 'owner-link', subjectId: 'latest' });
  });
  return token;
}

/** The session that a claim starts. `token` goes into the signed cookie. */
export type StartedSession = { id: string; token: string; userId: string; expiresAt: Date };

/**
 * Turns a link's token into an owner's session: the first time it makes the owner, later it signs the (first)
 * owner in. Of two browsers with one link exactly one gets in, and the link is used up only if it does.
 *
 * @throws DomainError `not_found` when the link was used, replaced by a newer one, or is older than 24 hours.
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

/** False until somebody has claimed a first link: there is nobody to sign in. */
export async function hasOwner(db: Db): Promise<boolean> {
  return (await repository.findFirstOwner(db)) !== null;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const unusable = () =>
  new DomainError(
    'not_found',
    'This link was used already, is older than 24 hours, or a newer one was made. On the machine that runs Seedleaf, make a new one with: npm run -s seedleaf -- start --print-link',
  );

import { createHash } from 'node:crypto';
import type { Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { addTry, dropTries, dropTriesBefore } from './repository-tries';

/** Tries that are looked at in a window; more are refused unseen until the window is over. */
const limits = {
  account: { most: 5, windowSeconds: 15 * 60 },
  address: { most: 10, windowSeconds: 60 },
} as const;

/** Whose password is tried, and from where. An address can be forged; the count of the account holds then. */
export type Try = { account: string; address?: string };

/**
 * Counts a try before it is looked at, in the database: it holds over restarts and for many processes, and of
 * tries at the same moment no more than the limit get through. Refused tries do not lengthen the wait, so nobody
 * can be locked out for longer than a window.
 *
 * @throws DomainError `rate_limited`, with `retryAfterSeconds` in its detail.
 */
export async function countTry(db: Db, each: Try): Promise<void> {
  for (const { key, most, windowSeconds } of countersOf(each)) {
    const { count, startedSecondsAgo } = await addTry(db, key, windowSeconds);
    if (count === 1) await dropTriesBefore(db, limits.account.windowSeconds);
    if (count > most) throw tooMany(Math.max(1, Math.ceil(windowSeconds - startedSecondsAgo)));
  }
}

/** After a right password the count starts anew: only wrong ones are held against anybody. */
export async function forgetTries(db: Db, each: Try): Promise<void> {
  await dropTries(
    db,
    countersOf(each).map(({ key }) => key),
  );
}

function countersOf({ account, address }: Try) {
  const counters = [{ key: `sign-in account ${hashOf(account)}`, ...limits.account }];
  return address === undefined
    ? counters
    : [{ key: `sign-in address ${hashOf(address)}`, ...limits.address }, ...counters];
}

/** Of one length whatever a stranger sends, and no list of addresses for whoever reads the table. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function tooMany(retryAfterSeconds: number): DomainError {
  const wait = retryAfterSeconds > 90 ? `${Math.ceil(retryAfterSeconds / 60)} minutes` : `${retryAfterSeconds} seconds`;
  return new DomainError('rate_limited', `Too many tries. Wait ${wait} and try again.`, {
    detail: { retryAfterSeconds },
  });
}

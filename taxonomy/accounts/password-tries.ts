import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { addWrongTry, countWrongTries, dropTries, dropTriesBefore } from './repository-tries';

/** Wrong tries without delay. Many people in one office may share an address. */
const freeTries = { account: 5, address: 20 } as const;
const LONGEST_SECONDS = 10;
/** Wrong tries are forgotten this long after the last one. */
const FORGOTTEN_AFTER_SECONDS = 15 * 60;
/** More waiting tries than this from one address are refused. */
const MAX_WAITING = 5;

/** The account whose password is tried, and the address of the request. */
export type Try = { account: string; address?: string | undefined; signal?: AbortSignal };

/** The delay of a try after a number of wrong ones: 1 s, doubled each time, up to 10 s. */
export const waitSeconds = (wrong: number, free: number): number =>
  wrong < free ? 0 : Math.min(2 ** (wrong - free), LONGEST_SECONDS);

/**
 * Checks a password after a delay that grows with the number of wrong tries. This slows down guessing, while the right
 * password always works: it waits 10 s at most.
 *
 * Tries from one address run one after the other. They are counted in the database by account and address, so that a
 * restart does not reset them and nobody can slow down another address.
 *
 * @param check Returns null for a wrong password.
 * @throws DomainError `rate_limited` when too many tries from this address are waiting.
 */
export async function tryPassword<T>(db: Db, by: Try, check: () => Promise<T | null>): Promise<T | null> {
  const { account, signal } = by;
  const address = networkOf(by.address ?? '');
  const keys = {
    account: `password of ${hashOf(account)} from ${hashOf(address)}`,
    address: address === '' ? null : `passwords from ${hashOf(address)}`,
  };
  return inTurn(keys.address ?? keys.account, async () => {
    const waitOf = async (key: string, free: number) =>
      waitSeconds(await countWrongTries(db, key, FORGOTTEN_AFTER_SECONDS), free);
    const ofAccount = await waitOf(keys.account, freeTries.account);
    const ofAddress = keys.address === null ? 0 : await waitOf(keys.address, freeTries.address);
    await sleep(1000 * Math.max(ofAccount, ofAddress), undefined, { signal });
    const found = await check();
    if (found !== null) {
      // Only for this account: otherwise signing in to one's own account would reset the guesses at others.
      await dropTries(db, [keys.account]);
      return found;
    }
    await dropTriesBefore(db, FORGOTTEN_AFTER_SECONDS);
    for (const key of Object.values(keys)) if (key !== null) await addWrongTry(db, key);
    return null;
  });
}

const turns = new Map<string, { last: Promise<unknown>; waiting: number }>();

/** Runs work after all earlier work with the same key. */
async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const turn = turns.get(key) ?? { last: Promise.resolve(), waiting: 0 };
  if (turn.waiting >= MAX_WAITING) throw tooMany();
  turn.waiting += 1;
  const mine = turn.last.then(work, work);
  turn.last = mine.catch(() => undefined);
  turns.set(key, turn);
  try {
    return await mine;
  } finally {
    turn.waiting -= 1;
    if (turn.waiting === 0) turns.delete(key);
  }
}

/** A client with one IPv6 address usually has its whole /64 network. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Hashed for a fixed length, and so that the table does not list addresses. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

const tooMany = () =>
  new DomainError('rate_limited', `Too many attempts at once. Wait ${LONGEST_SECONDS} seconds and try again.`, {
    detail: { retryAfterSeconds: LONGEST_SECONDS },
  });

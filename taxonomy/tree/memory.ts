import { LRUCache } from 'lru-cache';
import type { Db } from '@/prisma/client';
import { isTreeQuiet, selectTreeChange } from './repository-changes';
import { makeShare } from '../share';

type Kept<T> = { change: string; value: T };

const shareChange = makeShare<string>();

/** All memories, and all requests at the same time, ask once. */
const changeOf = (db: Db): Promise<string> => shareChange(db, '', () => selectTreeChange(db));

/** Results kept per database. A part of the tree takes up to 200 kB. */
const MAX_KEPT = 100;

/**
 * Remembers what was read of the tree until something in it changes. Calls at the same time share one query
 * (`makeShare`), and no result is older than its call.
 *
 * Every statement that changes the tree increases a counter, before its transaction ends. A result is only kept if no
 * transaction was changing the tree when it was read: then everything counted so far is in it.
 *
 * @returns A function that takes the database, a key of the query, and the query.
 */
export function makeTreeMemory<T extends object>(): (db: Db, key: string, ask: () => Promise<T>) => Promise<T> {
  const memories = new WeakMap<Db, LRUCache<string, Kept<T>>>();
  const share = makeShare<T>();
  return async (db, key, ask) => {
    const memory = memories.get(db) ?? new LRUCache<string, Kept<T>>({ max: MAX_KEPT });
    memories.set(db, memory);
    const kept = memory.get(key);
    if (kept && kept.change === (await changeOf(db))) return kept.value;
    return share(db, key, async () => {
      // In this order: what is counted after the first query may be missing from the result, and shows as a change.
      const change = await selectTreeChange(db);
      const mayKeep = await isTreeQuiet(db);
      const value = await ask();
      if (mayKeep) memory.set(key, { change, value });
      else memory.delete(key);
      return value;
    });
  };
}

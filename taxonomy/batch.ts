import type { Db } from '@/prisma/client';

/**
 * Joins single reads of the database: keys that are requested while a query is running wait, and the next query reads
 * them all. So no result is older than its call, and many callers need few queries.
 *
 * @param read Reads many keys with one query. Keys that are missing from its result give null.
 * @returns A function that takes the database and one key.
 */
export function makeBatch<T>(
  read: (db: Db, keys: string[]) => Promise<Map<string, T>>,
): (db: Db, key: string) => Promise<T | null> {
  const batches = new WeakMap<Db, { keys: Set<string>; result: Promise<Map<string, T>> }>();
  const running = new WeakMap<Db, Promise<unknown>>();
  return async (db, key) => {
    let batch = batches.get(db);
    if (!batch) {
      const keys = new Set<string>();
      const start = () => {
        batches.delete(db);
        return read(db, [...keys]);
      };
      // Also after a failure: the next callers get their own result.
      const result = (running.get(db) ?? Promise.resolve()).then(start, start);
      running.set(db, result);
      batch = { keys, result };
      batches.set(db, batch);
    }
    batch.keys.add(key);
    return (await batch.result).get(key) ?? null;
  };
}

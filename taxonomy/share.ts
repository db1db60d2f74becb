import type { Db } from '@/prisma/client';

type Flight<T> = { running: Promise<T>; next: Promise<T> | null };

/**
 * Deduplicates concurrent reads of the database. A call that arrives while a query is running waits for the next query,
 * shared by all waiting calls, so that no result is older than its call.
 *
 * @returns A function that takes the database, a key of the query, and the query.
 */
export function makeShare<T>(): (db: Db, key: string, ask: () => Promise<T>) => Promise<T> {
  const flights = new WeakMap<Db, Map<string, Flight<T>>>();
  return (db, key, ask) => {
    const ofDb = flights.get(db) ?? new Map<string, Flight<T>>();
    flights.set(db, ofDb);
    const start = (): Promise<T> => {
      const flight: Flight<T> = { running: ask(), next: null };
      ofDb.set(key, flight);
      const land = () => {
        if (ofDb.get(key) === flight && !flight.next) ofDb.delete(key);
      };
      flight.running.then(land, land);
      return flight.running;
    };
    const flight = ofDb.get(key);
    if (!flight) return start();
    flight.next ??= flight.running.then(start, start);
    return flight.next;
  };
}

import type { Db } from '@/prisma/client';

type Flight<T> = { running: Promise<T>; next: Promise<T> | null };

/**
 * Makes a reader for which, of many who ask the same at once, one asks the database. Whoever comes while a question is
 * under way waits for the next one, which all who wait share: nobody gets an answer that is older than their question.
 *
 * @returns A function of the database, a key that names the question, and how to ask it.
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

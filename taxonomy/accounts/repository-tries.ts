import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db } from '@/prisma/client';

/** The number of wrong tries of a key; 0 when the last one was over `seconds` ago. */
export async function countWrongTries(db: Db, key: string, seconds: number): Promise<number> {
  const rows = await db.$queryRaw`
    SELECT count FROM "RateLimit" WHERE key = ${key}
       AND "lastRequest" > (extract(epoch FROM now()) * 1000)::bigint - ${seconds} * 1000`;
  const [row] = z.array(z.object({ count: z.int() })).parse(rows);
  return row?.count ?? 0;
}

/** `lastRequest` is the time of the last wrong try, in milliseconds since 1970. */
export async function addWrongTry(db: Db, key: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "RateLimit" AS tries (id, key, count, "lastRequest")
    VALUES (${uuid()}, ${key}, 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
    ON CONFLICT (key) DO UPDATE SET count = tries.count + 1, "lastRequest" = excluded."lastRequest"`;
}

export async function dropTries(db: Db, keys: string[]): Promise<void> {
  await db.rateLimit.deleteMany({ where: { key: { in: keys } } });
}

/** Removes old tries. */
export async function dropTriesBefore(db: Db, seconds: number): Promise<void> {
  await db.$executeRaw`
    DELETE FROM "RateLimit" WHERE "lastRequest" < (extract(epoch FROM now()) * 1000)::bigint - ${seconds} * 1000`;
}

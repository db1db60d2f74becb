import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db } from '@/prisma/client';

const Tries = z.object({ count: z.number(), startedSecondsAgo: z.number() });

/** One more in the window that is open, or the first of a new one. `lastRequest` holds when the window opened. */
export async function addTry(db: Db, key: string, windowSeconds: number): Promise<z.infer<typeof Tries>> {
  const rows = await db.$queryRaw`
    WITH clock AS (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now)
    INSERT INTO "RateLimit" AS tries (id, key, count, "lastRequest")
    SELECT ${uuid()}, ${key}, 1, now FROM clock
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN excluded."lastRequest" - tries."lastRequest" < ${windowSeconds} * 1000 THEN tries.count + 1 ELSE 1 END,
      "lastRequest" = CASE WHEN excluded."lastRequest" - tries."lastRequest" < ${windowSeconds} * 1000
                           THEN tries."lastRequest" ELSE excluded."lastRequest" END
    RETURNING count, ((SELECT now FROM clock) - "lastRequest")::float8 / 1000 AS "startedSecondsAgo"`;
  const [tries] = z.array(Tries).parse(rows);
  if (!tries) throw new Error('The count of a try was not stored.');
  return tries;
}

export async function dropTries(db: Db, keys: string[]): Promise<void> {
  await db.rateLimit.deleteMany({ where: { key: { in: keys } } });
}

/** Windows that are long over. */
export async function dropTriesBefore(db: Db, seconds: number): Promise<void> {
  await db.$executeRaw`
    DELETE FROM "RateLimit" WHERE "lastRequest" < (extract(epoch FROM now()) * 1000)::bigint - ${seconds} * 1000`;
}

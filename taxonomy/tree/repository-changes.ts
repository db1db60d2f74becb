import { z } from 'zod';
import type { Db } from '@/prisma/client';

/** A counter that every statement increases that changes nodes, leaves or the counts of samples. */
export async function selectTreeChange(db: Db): Promise<string> {
  const rows = await db.$queryRaw`SELECT last_value::text AS change FROM "TreeChange"`;
  return z.tuple([z.object({ change: z.string() })]).parse(rows)[0].change;
}

/** True when no transaction that has written something is in progress. */
export async function isQuiet(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw`
    SELECT pg_snapshot_xmin(now) = pg_snapshot_xmax(now) AS quiet FROM pg_current_snapshot() AS now`;
  return z.tuple([z.object({ quiet: z.boolean() })]).parse(rows)[0].quiet;
}

import { z } from 'zod';
import type { Db } from '@/prisma/client';

/** A counter that every statement increases that changes nodes, leaves or the counts of samples. */
export async function selectTreeChange(db: Db): Promise<string> {
  const rows = await db.$queryRaw`SELECT last_value::text AS change FROM "TreeChange"`;
  return z.tuple([z.object({ change: z.string() })]).parse(rows)[0].change;
}

/**
 * True when no transaction in progress has changed the tree. A transaction holds its lock on a table from its first
 * change until its changes are visible to others.
 */
export async function isTreeQuiet(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw`
    SELECT NOT EXISTS (
      SELECT 1 FROM pg_locks
       WHERE locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND relation IN ('"Node"'::regclass, '"Leaf"'::regclass, '"SampleCount"'::regclass)
         AND granted AND mode NOT IN ('AccessShareLock', 'RowShareLock')) AS quiet`;
  return z.tuple([z.object({ quiet: z.boolean() })]).parse(rows)[0].quiet;
}

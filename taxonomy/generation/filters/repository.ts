import { z } from 'zod';
import type { Db } from '@/prisma/client';

const Found = z.array(z.object({ dedupeHash: z.string() }));

/** Those of the hashes that a sample of the leaf already has. */
export async function selectKnownHashes(tx: Db, leafId: string, hashes: string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw`
    SELECT "dedupeHash" FROM "Sample" WHERE "leafId" = ${leafId} AND "dedupeHash" = ANY(${hashes})`;
  return new Set(Found.parse(rows).map(({ dedupeHash }) => dedupeHash));
}

import { z } from 'zod';
import type { Db } from '@/prisma/client';

/** The id of a child by name, ignoring case. With `parentId` null, of a branch by its name or folder name. */
export async function findChild(
  db: Db,
  taxonomyId: string,
  parentId: string | null,
  name: string,
): Promise<string | null> {
  const rows = await db.$queryRaw`
    SELECT id FROM "Node"
     WHERE "taxonomyId" = ${taxonomyId}::uuid AND "parentId" IS NOT DISTINCT FROM ${parentId}
       AND (lower(name) = lower(${name}) OR (${parentId === null} AND branch::text = lower(${name})))
       AND "deletedAt" IS NULL`;
  return z.array(z.object({ id: z.string() })).parse(rows)[0]?.id ?? null;
}

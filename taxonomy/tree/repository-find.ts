import { z } from 'zod';
import type { Db } from '@/prisma/client';

/** The id of a node's child by name, whatever its capitals; of a branch, also by its folder's name, when `parentId` is null. */
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

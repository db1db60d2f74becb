import type { Db } from '@/prisma/client';

/** The id of a node's child by name; of a branch when `parentId` is null. */
export async function findChild(
  db: Db,
  taxonomyId: string,
  parentId: string | null,
  name: string,
): Promise<string | null> {
  const child = await db.node.findFirst({
    where: { taxonomyId, parentId, deletedAt: null, name: { equals: name, mode: 'insensitive' } },
    select: { id: true },
  });
  return child?.id ?? null;
}

import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import { Branch } from './contract';

const NodeRow = z.object({
  id: NodeId,
  parentId: NodeId.nullable(),
  branch: Branch,
  name: z.string(),
  path: z.string(),
  depth: z.int(),
  position: z.int(),
});
export type ExistingNode = z.infer<typeof NodeRow>;

/** Every live node of a taxonomy, parents before children. */
export async function selectTree(db: Db, taxonomyId: string): Promise<ExistingNode[]> {
  const rows = await db.$queryRaw`
    SELECT id, "parentId", branch, name, path, depth, position FROM "Node"
     WHERE "taxonomyId" = ${taxonomyId}::uuid AND "deletedAt" IS NULL ORDER BY depth`;
  return z.array(NodeRow).parse(rows);
}

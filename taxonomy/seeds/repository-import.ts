import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import { LeafContent } from './contract';

const LeafRow = z.object({
  nodeId: NodeId,
  version: z.int(),
  content: LeafContent,
  contentHash: z.string(),
  sourceYaml: z.string().nullable(),
  attribution: z.string().nullable(),
});
export type ExistingLeaf = z.infer<typeof LeafRow>;

/** The current revisions of those nodes that are leaves. */
export async function selectLeafStates(db: Db, nodeIds: string[]): Promise<ExistingLeaf[]> {
  const rows = await db.$queryRaw`
    SELECT l."nodeId", l.version, r.content, r."contentHash", r."sourceYaml", r.attribution
      FROM "Leaf" l JOIN "LeafRevision" r ON r.id = l."currentRevisionId"
     WHERE l."nodeId" = ANY (${nodeIds})`;
  return z.array(LeafRow).parse(rows);
}

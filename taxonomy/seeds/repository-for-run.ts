import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Id, NodeId } from '../contract';
import { leafKinds } from '../tree/vocabulary';
import { LeafContent } from './contract';

const CurrentLeaf = z.object({
  leafId: NodeId,
  name: z.string(),
  kind: z.enum(leafKinds),
  revisionId: Id,
  content: LeafContent,
});
export type CurrentLeaf = z.infer<typeof CurrentLeaf>;

export async function selectCurrentLeaves(db: Db, leafIds: string[]): Promise<CurrentLeaf[]> {
  const rows = await db.$queryRaw`
    SELECT n.id AS "leafId", n.name, l.kind, r.id AS "revisionId", r.content
      FROM "Leaf" l JOIN "Node" n ON n.id = l."nodeId" JOIN "LeafRevision" r ON r.id = l."currentRevisionId"
     WHERE l."nodeId" = ANY(${leafIds}) AND n."deletedAt" IS NULL
     ORDER BY n.path`;
  return z.array(CurrentLeaf).parse(rows);
}

const RevisionContent = z.object({ revisionId: Id, content: LeafContent });

export async function selectContents(db: Db, revisionIds: string[]): Promise<z.infer<typeof RevisionContent>[]> {
  const rows = await db.$queryRaw`
    SELECT id AS "revisionId", content FROM "LeafRevision" WHERE id = ANY(${revisionIds}::uuid[])`;
  return z.array(RevisionContent).parse(rows);
}

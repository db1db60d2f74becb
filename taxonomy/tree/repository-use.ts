import { z } from 'zod';
import type { Db } from '@/prisma/client';

export type Use = 'saved' | 'children' | 'documents' | 'runs';

/**
 * What was added to a node since it was created; null for nothing. Waits for a save in progress, and blocks further
 * ones until the transaction ends.
 */
export async function findUse(tx: Db, id: string): Promise<Use | null> {
  await tx.$executeRaw`SELECT 1 FROM "Leaf" WHERE "nodeId" = ${id} FOR UPDATE`;
  const rows = await tx.$queryRaw`
    SELECT EXISTS (SELECT 1 FROM "LeafRevision" r JOIN "Node" n ON n.id = r."nodeId"
                    WHERE n.id = ${id} AND r."createdAt" > n."createdAt") AS saved,
           EXISTS (SELECT 1 FROM "Node" WHERE "parentId" = ${id} AND "deletedAt" IS NULL) AS children,
           EXISTS (SELECT 1 FROM "DocumentSource" WHERE "leafId" = ${id})
             OR EXISTS (SELECT 1 FROM "LeafDocument" WHERE "leafId" = ${id}) AS documents,
           EXISTS (SELECT 1 FROM "RunLeaf" WHERE "leafId" = ${id})
             OR EXISTS (SELECT 1 FROM "Sample" WHERE "leafId" = ${id})
             OR EXISTS (SELECT 1 FROM "SampleImport" WHERE "leafId" = ${id}) AS runs`;
  const [found] = z.array(Uses).parse(rows);
  if (!found) return null;
  const uses: Use[] = ['saved', 'children', 'documents', 'runs'];
  return uses.find((use) => found[use]) ?? null;
}

const Uses = z.object({ saved: z.boolean(), children: z.boolean(), documents: z.boolean(), runs: z.boolean() });

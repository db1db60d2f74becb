import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';

const SHOWN = 20;

const Source = z.object({ id: z.uuid(), leafId: NodeId, leafName: z.string() });

export async function selectRunningSources(db: Db): Promise<z.infer<typeof Source>[]> {
  const rows = await db.$queryRaw`
    SELECT s.id, s."leafId", n.name AS "leafName" FROM "DocumentSource" s JOIN "Node" n ON n.id = s."leafId"
     WHERE s.state IN ('queued', 'fetching') ORDER BY s."createdAt" LIMIT ${SHOWN}`;
  return z.array(Source).parse(rows);
}

import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import type { Crumb, LeavesToReview } from './contract';

const Row = z.object({ id: NodeId, name: z.string(), isNext: z.boolean() });

/** The previous and next leaves with samples to review, in tree order; wraps around at the ends. */
export async function selectNeighbours(db: Db, taxonomyId: string, nodeId: string | null): Promise<LeavesToReview> {
  const rows = await db.$queryRaw`
    WITH RECURSIVE place AS (
      SELECT id, name, ARRAY[lpad(position::text, 6, '0') || lower(name)] AS key FROM "Node"
       WHERE "taxonomyId" = ${taxonomyId}::uuid AND "parentId" IS NULL
      UNION ALL
      SELECT n.id, n.name, p.key || (lpad(n.position::text, 6, '0') || lower(n.name))
        FROM place p JOIN "Node" n ON n."parentId" = p.id WHERE n."deletedAt" IS NULL),
    waiting AS (
      SELECT p.* FROM place p JOIN "SampleCount" c ON c."leafId" = p.id AND c.status = 'pending' AND c.n > 0
       WHERE p.id IS DISTINCT FROM ${nodeId}),
    here AS (SELECT (SELECT key FROM place WHERE id = ${nodeId}) AS key)
    (SELECT w.id, w.name, true AS "isNext" FROM waiting w, here ORDER BY coalesce(w.key > here.key, true) DESC, w.key LIMIT 1)
    UNION ALL
    (SELECT w.id, w.name, false FROM waiting w, here ORDER BY coalesce(w.key < here.key, true) DESC, w.key DESC LIMIT 1)`;
  const found = z.array(Row).parse(rows);
  const of = (isNext: boolean): Crumb | null => {
    const row = found.find((each) => each.isNext === isNext);
    return row ? { id: row.id, name: row.name } : null;
  };
  return { previous: of(false), next: of(true) };
}

import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import { LeafYield, type YieldOrder } from '../contract-yields';

/** The place of a leaf in the list: its share decides in the order `worst`, its path in that of the tree. */
export type YieldPlace = { survival: string; leafId: string };

const Row = z.object({ survivalText: z.string(), leaf: LeafYield });

/**
 * The leaves of a run with what each step kept of their rows, those after `after`. Leaves without rows yet are left out.
 *
 * The share is rounded to nine decimals, so that a place in the list is exact.
 */
export async function selectLeafYields(
  db: Db,
  query: { runId: string; pipeline: string; order: YieldOrder; after: YieldPlace | null; limit: number },
): Promise<z.infer<typeof Row>[]> {
  const { runId, pipeline, order, after, limit } = query;
  const isWorst = order === 'worst';
  const rest =
    after === null
      ? Prisma.sql`true`
      : isWorst
        ? Prisma.sql`(y.survival, y."leafId") > (${after.survival}::numeric, ${after.leafId})`
        : Prisma.sql`n.path > (SELECT path FROM "Node" WHERE id = ${after.leafId})`;
  const by = isWorst ? Prisma.sql`y.survival, y."leafId"` : Prisma.sql`n.path`;
  const rows = await db.$queryRaw`
    WITH yields AS (
      SELECT "leafId",
             round((CASE WHEN bool_or(made > 0 AND kept = 0) THEN 0
                         ELSE exp(sum(ln(greatest(kept, 1)::float8 / greatest(made, 1)) ORDER BY ordinal)) END)::numeric, 9) AS survival,
             jsonb_agg(jsonb_build_object('step', step, 'made', made, 'kept', kept) ORDER BY ordinal) AS steps
        FROM "StepCount" WHERE "runId" = ${runId}::uuid AND pipeline = ${pipeline}
       GROUP BY "leafId"),
    page AS (
      SELECT y.*, n.name, n.path, row_number() OVER (ORDER BY ${by}) AS place
        FROM yields y JOIN "Node" n ON n.id = y."leafId"
       WHERE ${rest} ORDER BY ${by} LIMIT ${limit})
    SELECT p.survival::text AS "survivalText",
           jsonb_build_object('leafId', p."leafId", 'name', p.name,
                              'above', (SELECT coalesce(string_agg(a.name, ' / ' ORDER BY a.depth), '')
                                          FROM unnest(string_to_array(rtrim(p.path, '/'), '/')) AS step (id)
                                          JOIN "Node" a ON a.id = step.id COLLATE "default" WHERE a.id <> p."leafId"),
                              'survival', p.survival, 'steps', p.steps) AS leaf
      FROM page p ORDER BY p.place`;
  return z.array(Row).parse(rows);
}

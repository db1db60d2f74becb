import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { Thresholds } from '../contract-thresholds';

/** A taxonomy, or one of its leaves. */
export type ThresholdScope = { taxonomyId: string; leafId: string | null };

export type SetThreshold = { step: string; atLeast: number; setBy: string; setAt: Date };

export async function selectThresholds(db: Db, { taxonomyId, leafId }: ThresholdScope): Promise<SetThreshold[]> {
  const rows = await db.threshold.findMany({
    where: { taxonomyId, leafId },
    orderBy: { step: 'asc' },
    include: { setBy: { select: { name: true } } },
  });
  return rows.map(({ step, atLeast, setBy, setAt }) => ({ step, atLeast, setBy: setBy.name, setAt }));
}

/** Ends those that are not listed, and sets the others. One that stays as it is keeps who set it. */
export async function replaceThresholds(
  tx: Db,
  { taxonomyId, leafId }: ThresholdScope,
  thresholds: Thresholds,
  setById: string,
): Promise<void> {
  const given = Object.entries(thresholds).map(([step, atLeast]) => ({ step, atLeast }));
  await tx.threshold.deleteMany({ where: { taxonomyId, leafId, NOT: { OR: given } } });
  const rows = given.map((each) => ({ id: uuid(), taxonomyId, leafId, ...each, setById }));
  await tx.threshold.createMany({ data: rows, skipDuplicates: true });
}

const OfLeaf = z.object({ leafId: z.string(), thresholds: z.record(z.string(), z.number()) });

/** The thresholds of many leaves, by leaf: their own, and those of their taxonomy for other steps. */
export async function selectThresholdsOf(db: Db, leafIds: readonly string[]): Promise<Map<string, Thresholds>> {
  const rows = await db.$queryRaw`
    SELECT n.id AS "leafId", jsonb_object_agg(t.step, t."atLeast" ORDER BY t."leafId" NULLS FIRST) AS thresholds
      FROM "Node" n JOIN "Threshold" t
        ON t."taxonomyId" = n."taxonomyId" AND (t."leafId" IS NULL OR t."leafId" = n.id)
     WHERE n.id = ANY (${[...leafIds]}::text[]) GROUP BY n.id`;
  return new Map(
    z
      .array(OfLeaf)
      .parse(rows)
      .map(({ leafId, thresholds }) => [leafId, thresholds]),
  );
}

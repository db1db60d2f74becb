import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';

const ShortLeaf = z.object({
  leafId: z.string(),
  pipeline: z.string(),
  revisionId: z.string(),
  target: z.int(),
  samplesKept: z.int(),
  /** Samples asked for in the last wave, and those kept before it. */
  waveAsked: z.int(),
  keptBefore: z.int(),
  lowYieldAsked: z.int(),
  /** The first round that was not asked yet. */
  firstRound: z.int(),
});
export type ShortLeaf = z.infer<typeof ShortLeaf>;

/** Leaves of a run that have fewer samples than their target and were not stopped. */
export async function selectShortLeaves(tx: Db, runId: string): Promise<ShortLeaf[]> {
  const rows = await tx.$queryRaw`
    SELECT l."leafId", l.pipeline, l."revisionId", l.target, l."samplesKept", l."waveAsked", l."keptBefore",
           l."lowYieldAsked",
           (SELECT coalesce(max((i.input->>'round')::int), -1) + 1 FROM "RunItem" i
             WHERE i."runId" = l."runId" AND i."leafId" = l."leafId" AND i.pipeline = l.pipeline) AS "firstRound"
      FROM "RunLeaf" l
     WHERE l."runId" = ${runId}::uuid AND l.target > l."samplesKept" AND l.stopped IS NULL
     ORDER BY l."leafId", l.pipeline`;
  return z.array(ShortLeaf).parse(rows);
}

export type Wave = {
  waveAsked: number;
  keptBefore: number;
  lowYieldAsked: number;
  itemsAdded: number;
  stopped: string | null;
};

export async function setWaves(
  tx: Db,
  runId: string,
  waves: readonly (Wave & { leafId: string; pipeline: string })[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "RunLeaf" l
       SET "waveAsked" = wave."waveAsked", "keptBefore" = wave."keptBefore", "lowYieldAsked" = wave."lowYieldAsked",
           "itemsTotal" = l."itemsTotal" + wave."itemsAdded", stopped = wave.stopped
      FROM jsonb_to_recordset(${JSON.stringify(waves)}::jsonb) AS wave (
        "leafId" text, pipeline text, "waveAsked" int, "keptBefore" int, "lowYieldAsked" int, "itemsAdded" int,
        stopped text)
     WHERE l."runId" = ${runId}::uuid AND l."leafId" = wave."leafId" AND l.pipeline = wave.pipeline`;
}

/** Adds to the number of a run's items. */
export async function addToRun(tx: Db, runId: string, items: number, snapshot: Prisma.InputJsonObject): Promise<void> {
  await tx.run.update({ where: { id: runId }, data: { itemsTotal: { increment: items }, snapshot } });
}

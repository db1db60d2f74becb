import type { Db } from '@/prisma/client';
import type { ItemToAccept } from './repository-items';
import type { JudgedRow } from './written-rows';

/** Keeps the grades of an item's rows, so that other thresholds can be applied later. */
export async function insertJudged(tx: Db, item: ItemToAccept, rows: readonly JudgedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "JudgedRow" ("sampleId", "runId", "leafId", pipeline, "itemId", "itemOrdinal", grades, "isRefused",
                             missing, "isDropped", sample)
    SELECT "sampleId", ${item.runId}::uuid, ${item.leafId}, ${item.pipeline}, ${item.id}::uuid, ${item.ordinal}, grades,
           "isRefused", missing, "isDropped", nullif(sample, 'null'::jsonb)
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS judged (
        "sampleId" uuid, grades jsonb, "isRefused" boolean, missing int, "isDropped" boolean, sample jsonb)`;
}

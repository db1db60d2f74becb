import { z } from 'zod';
import type { Db } from '@/prisma/client';

const Found = z.array(z.object({ dedupeHash: z.string() }));

/** Those of the hashes that a sample of the leaf already has. */
export async function selectKnownHashes(tx: Db, leafId: string, hashes: string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw`
    SELECT "dedupeHash" FROM "Sample" WHERE "leafId" = ${leafId} AND "dedupeHash" = ANY(${hashes})`;
  return new Set(Found.parse(rows).map(({ dedupeHash }) => dedupeHash));
}

export const WrittenText = z.object({
  seq: z.bigint(),
  id: z.string(),
  leafId: z.string(),
  context: z.string().nullable(),
  question: z.string(),
  variant: z.string().nullable(),
});
export type WrittenText = z.infer<typeof WrittenText>;

/**
 * The samples of some leaves that were added after `after`, in order, as the teacher wrote them: what a reviewer edits does
 * not change which rows are alike. All states are listed, so that the index is used.
 */
export async function selectWrittenTexts(
  tx: Db,
  leafIds: string[],
  { after, limit }: { after: bigint; limit: number },
): Promise<WrittenText[]> {
  const rows = await tx.$queryRaw`
    SELECT seq, id, "leafId", provenance->>'documentVariant' AS variant,
           CASE WHEN original IS NULL THEN context ELSE original->>'context' END AS context,
           CASE WHEN original IS NULL THEN question ELSE original->>'question' END AS question
      FROM "Sample"
     WHERE "leafId" = ANY(${leafIds}) AND seq > ${after}
       AND status = ANY(ARRAY['pending', 'approved', 'rejected', 'withdrawn']::"SampleStatus"[])
     ORDER BY seq LIMIT ${limit}`;
  return z.array(WrittenText).parse(rows);
}

const EvaluationRow = z.object({ line: z.int(), text: z.string() });

/** The texts of an evaluation set after a line, in order. */
export async function selectEvaluationTexts(
  tx: Db,
  setId: string,
  { after, limit }: { after: number; limit: number },
): Promise<z.infer<typeof EvaluationRow>[]> {
  const rows = await tx.$queryRaw`
    SELECT line, text FROM "EvaluationText" WHERE "setId" = ${setId}::uuid AND line > ${after} ORDER BY line LIMIT ${limit}`;
  return z.array(EvaluationRow).parse(rows);
}

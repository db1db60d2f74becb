import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { WrittenText } from './repository';

/** Leaves that a run compares with each other: all, or those of one folder. */
type Leaves = { runId: string; folderId: string | null };

/** The folder whose leaves the rows of this leaf are compared with; null for all leaves that the run compares. */
export async function findFolderOf(tx: Db, runId: string, leafId: string): Promise<string | null> {
  const row = await tx.comparedLeaf.findUnique({
    where: { runId_leafId: { runId, leafId } },
    select: { folderId: true },
  });
  return row?.folderId ?? null;
}

/** @returns Leaves with the revision whose seeds count, in the order of their ids. */
export const selectComparedLeaves = (
  tx: Db,
  { runId, folderId }: Leaves,
  { after, limit }: { after: string; limit: number },
): Promise<{ leafId: string; revisionId: string }[]> =>
  tx.comparedLeaf.findMany({
    where: { runId, ...(folderId !== null && { folderId }), leafId: { gt: after } },
    select: { leafId: true, revisionId: true },
    orderBy: { leafId: 'asc' },
    take: limit,
  });

/** The place of the newest sample of all; -1 when there is none. */
export async function selectNewestSeq(tx: Db): Promise<bigint> {
  const rows = await tx.$queryRaw`SELECT coalesce(max(seq), -1) AS seq FROM "Sample"`;
  return z.array(z.object({ seq: z.bigint() })).parse(rows)[0]?.seq ?? -1n;
}

/** Samples of the leaves that were added after `after`, in order, as the teacher wrote them. */
export async function selectComparedTexts(
  tx: Db,
  { runId, folderId }: Leaves,
  { after, limit }: { after: bigint; limit: number },
): Promise<WrittenText[]> {
  const rows = await tx.$queryRaw`
    SELECT s.seq, s.id, s."leafId", s.provenance->>'documentVariant' AS variant,
           CASE WHEN s.original IS NULL THEN s.context ELSE s.original->>'context' END AS context,
           CASE WHEN s.original IS NULL THEN s.question ELSE s.original->>'question' END AS question
      FROM "Sample" s
     WHERE s.seq > ${after}
       AND EXISTS (SELECT 1 FROM "ComparedLeaf" c
                    WHERE c."runId" = ${runId}::uuid AND c."leafId" = s."leafId"
                      AND (${folderId}::text IS NULL OR c."folderId" = ${folderId}))
     ORDER BY s.seq LIMIT ${limit}`;
  return z.array(WrittenText).parse(rows);
}

/**
 * Stores the leaves that the rows of a run are compared with, as they are now: `leafIds`, or the leaves in the folders of
 * the run's own leaves (null). Their seeds count as the run uses them, or as they are now.
 */
export async function insertComparedLeaves(tx: Db, runId: string, leafIds: string[] | null): Promise<void> {
  await tx.$executeRaw`
    WITH own AS (SELECT DISTINCT ON ("leafId") "leafId", "revisionId" FROM "RunLeaf" WHERE "runId" = ${runId}::uuid)
    INSERT INTO "ComparedLeaf" ("runId", "leafId", "revisionId", "folderId")
    SELECT ${runId}::uuid, l."nodeId", coalesce(own."revisionId", l."currentRevisionId"),
           CASE WHEN ${leafIds === null} THEN n."parentId" END
      FROM "Leaf" l JOIN "Node" n ON n.id = l."nodeId" LEFT JOIN own ON own."leafId" = l."nodeId"
     WHERE CASE WHEN ${leafIds === null}
                THEN n."deletedAt" IS NULL
                     AND n."parentId" IN (SELECT m."parentId" FROM own JOIN "Node" m ON m.id = own."leafId")
                ELSE l."nodeId" = ANY (${leafIds ?? []}) END`;
}

/** How many samples and seeds the rows of a run are compared with. */
export async function countCompared(tx: Db, runId: string): Promise<number> {
  const rows = await tx.$queryRaw`
    SELECT (coalesce(sum(l."seedCount"), 0) + coalesce(sum((SELECT sum(c.n) FROM "SampleCount" c WHERE c."leafId" = l."nodeId")), 0))::int AS count
      FROM "ComparedLeaf" o JOIN "Leaf" l ON l."nodeId" = o."leafId" WHERE o."runId" = ${runId}::uuid`;
  return z.array(z.object({ count: z.int() })).parse(rows)[0]?.count ?? 0;
}

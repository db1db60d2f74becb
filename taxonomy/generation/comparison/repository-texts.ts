import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { subtreeOf } from '../../tree/node-id';

/** The texts of a run within the subtree at `path`; all of them when it is null. */
export type TextsOf = { runId: string; path: string | null };

/**
 * Says which texts a run has: it changes when a sample is added or withdrawn, and when a leaf comes into the subtree or
 * leaves it. A change of thresholds that withdraws as many samples of a leaf as it brings back is not noticed.
 */
export async function stampOf(db: Db, { runId, path }: TextsOf): Promise<string> {
  const { from, to } = subtreeOf(path ?? '/');
  const rows = await db.$queryRaw`
    SELECT coalesce(md5(string_agg("leafId" || ' ' || n, ',' ORDER BY "leafId")), '') AS stamp
      FROM (SELECT c."leafId", sum(c.n) AS n FROM "RunSampleCount" c JOIN "Node" n ON n.id = c."leafId"
             WHERE c."runId" = ${runId}::uuid AND c.status <> 'withdrawn' AND (${path === null} OR (n.path >= ${from} AND n.path < ${to}))
             GROUP BY 1) leaf`;
  return z.array(z.object({ stamp: z.string() })).parse(rows)[0]?.stamp ?? '';
}

/** Ids of samples of a run, at most `limit`: the first by a hash of their ids, so always the same ones. */
export async function selectSampleIds(db: Db, { runId, path }: TextsOf, limit: number): Promise<string[]> {
  const { from, to } = subtreeOf(path ?? '/');
  const rows = await db.$queryRaw`
    SELECT s.id FROM "Sample" s JOIN "Node" n ON n.id = s."leafId"
     WHERE s."runId" = ${runId}::uuid AND s.status <> 'withdrawn' AND (${path === null} OR (n.path >= ${from} AND n.path < ${to}))
     ORDER BY md5(s.id::text), s.id LIMIT ${limit}`;
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

const MeasuredText = z.object({ question: z.string(), answer: z.string(), answerTokens: z.int().nullable() });
export type MeasuredText = z.infer<typeof MeasuredText>;

/** These samples as the teacher wrote them. The stored number of tokens is that of an unedited answer only. */
export async function selectMeasuredTexts(db: Db, ids: string[]): Promise<MeasuredText[]> {
  const rows = await db.$queryRaw`
    SELECT left(coalesce(original->>'question', question), 8000) AS question,
           left(coalesce(original->>'answer', answer), 24000) AS answer,
           CASE WHEN original IS NULL THEN "answerTokens" END AS "answerTokens"
      FROM "Sample" WHERE id = ANY(${ids}::uuid[])`;
  return z.array(MeasuredText).parse(rows);
}

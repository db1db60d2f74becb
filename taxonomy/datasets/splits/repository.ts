import { z } from 'zod';
import type { Db } from '@/prisma/client';

// These read and change the temporary table `picked` (repository-fill.ts).

const Bundle = z.object({ bundle: z.string(), leafId: z.string(), rows: z.int() });
/** Rows that are not parted: their passage or seed, the first of their leaves, and how many they are. */
export type Bundle = z.infer<typeof Bundle>;

/** All bundles by leaf, and within a leaf by a hash of the seed. */
export async function selectBundles(tx: Db, seed: string): Promise<Bundle[]> {
  const rows = await tx.$queryRaw`
    SELECT bundle, min("leafId") AS "leafId", count(*)::int AS rows FROM picked GROUP BY bundle
     ORDER BY 2, sha256(convert_to(${seed}::text || ':split:' || bundle, 'UTF8')), bundle`;
  return z.array(Bundle).parse(rows);
}

/** Bundles with the same text in other leaves. */
export async function selectSameTexts(tx: Db): Promise<string[][]> {
  const rows = await tx.$queryRaw`
    SELECT array_agg(DISTINCT bundle) AS bundles
      FROM picked JOIN "Sample" sample ON sample.id = picked.id
     GROUP BY sample."dedupeHash" HAVING count(DISTINCT bundle) > 1`;
  return z
    .array(z.object({ bundles: z.array(z.string()) }))
    .parse(rows)
    .map(({ bundles }) => bundles);
}

const Text = z.object({ id: z.string(), bundle: z.string(), text: z.string() });

/** A page of the picked texts by id: the question, and with a context also the answer. */
export async function selectTexts(tx: Db, after: string | null, limit: number) {
  const rows = await tx.$queryRaw`
    SELECT picked.id::text, bundle,
           CASE WHEN text.context IS NULL THEN text.question ELSE text.question || E'\\n' || text.answer END AS text
      FROM picked JOIN "SampleText" text ON text."sampleId" = picked.id AND text.version = picked."textVersion"
     WHERE copy = 0 AND (${after}::uuid IS NULL OR picked.id > ${after}::uuid) ORDER BY picked.id LIMIT ${limit}::int`;
  return z.array(Text).parse(rows);
}

export async function countTexts(tx: Db): Promise<number> {
  const rows = await tx.$queryRaw`SELECT count(*)::int AS n FROM picked WHERE copy = 0`;
  return z.tuple([z.object({ n: z.int() })]).parse(rows)[0].n;
}

/** The questions of the picked leaves' seeds, in the form of selectTexts: with a context also the answer. */
export async function selectSeedTexts(tx: Db): Promise<string[]> {
  const rows = await tx.$queryRaw`
    WITH seed AS (
      SELECT seed FROM "Leaf" leaf JOIN "LeafRevision" revision ON revision.id = leaf."currentRevisionId"
       CROSS JOIN LATERAL jsonb_array_elements(revision.content->'seeds') AS seed
       WHERE leaf."nodeId" IN (SELECT DISTINCT "leafId" FROM picked))
    SELECT CASE WHEN seed->>'context' IS NULL THEN seed->>'question'
                ELSE (seed->>'question') || E'\\n' || (seed->>'answer') END AS text
      FROM seed WHERE seed ? 'question'
     UNION ALL
    SELECT (pair->>'question') || E'\\n' || (pair->>'answer')
      FROM seed CROSS JOIN LATERAL jsonb_array_elements(seed->'questionsAndAnswers') AS pair
     WHERE seed ? 'questionsAndAnswers'`;
  return z
    .array(z.object({ text: z.string() }))
    .parse(rows)
    .map(({ text }) => text);
}

/** Holds bundles out: their rows are in the split from now on. */
export async function moveBundles(tx: Db, split: number, bundles: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE picked SET split = ${split}::smallint WHERE bundle = ANY(${bundles}::text[])`;
}

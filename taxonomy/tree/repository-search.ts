import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import type { SearchQuery } from './contract';

export type Wanted = Omit<SearchQuery, 'q'> & { taxonomyId: string; words: string[] };

const Hit = z.object({ id: NodeId, seeds: z.unknown(), total: z.int() });
export type Hit = z.infer<typeof Hit>;

const patternsOf = (words: string[]): string[] =>
  words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);

/**
 * Nodes with all words in their path and at least one in their name. Exact names come first, then names with all words,
 * then names with the last word. Each row includes the total number of matches.
 */
export async function selectByPath(db: Db, { taxonomyId, words, limit, only, branch, below }: Wanted): Promise<Hit[]> {
  const patterns = patternsOf(words);
  const rows = await db.$queryRaw`
    WITH RECURSIVE place AS (
      SELECT id, lower(name) AS name, lower(name) AS names FROM "Node"
       WHERE "taxonomyId" = ${taxonomyId}::uuid AND "deletedAt" IS NULL AND branch::text = coalesce(${branch ?? null}, branch::text)
         AND CASE WHEN ${below ?? null}::text IS NULL THEN "parentId" IS NULL ELSE id = ${below ?? null} END
      UNION ALL
      SELECT n.id, lower(n.name), p.names || '/' || lower(n.name)
        FROM place p JOIN "Node" n ON n."parentId" = p.id WHERE n."deletedAt" IS NULL)
    SELECT p.id, NULL AS seeds, (count(*) OVER ())::int AS total FROM place p
     WHERE p.name LIKE ANY (${patterns}::text[]) AND p.names LIKE ALL (${patterns}::text[])
       AND CASE ${only ?? null}::text
             WHEN 'leaves' THEN EXISTS (SELECT 1 FROM "Leaf" l WHERE l."nodeId" = p.id)
             WHEN 'folders' THEN NOT EXISTS (SELECT 1 FROM "Leaf" l WHERE l."nodeId" = p.id)
             WHEN 'problems' THEN EXISTS (SELECT 1 FROM "Leaf" l WHERE l."nodeId" = p.id AND l."problemCount" > 0)
             ELSE true END
     ORDER BY p.name <> ${words.join(' ')}, NOT (p.name LIKE ALL (${patterns}::text[])),
              NOT (p.name LIKE ${patterns.at(-1) ?? '%'}), p.names LIMIT ${limit}`;
  return z.array(Hit).parse(rows);
}

/** Leaves with at least one word in their seeds and the other words in their path, except those in `except`. */
export async function selectBySeeds(
  db: Db,
  { taxonomyId, words, limit, branch, below }: Wanted,
  except: string[],
): Promise<Hit[]> {
  const patterns = patternsOf(words);
  const rows = await db.$queryRaw`
    WITH found AS (
      SELECT n.id, n.path, r.content -> 'seeds' AS seeds, (r.content -> 'seeds')::text AS text
        FROM "Node" n JOIN "Leaf" l ON l."nodeId" = n.id JOIN "LeafRevision" r ON r.id = l."currentRevisionId"
       WHERE n."taxonomyId" = ${taxonomyId}::uuid AND n."deletedAt" IS NULL AND n.id <> ALL (${except}::text[])
         AND n.branch::text = coalesce(${branch ?? null}, n.branch::text)
         AND (${below ?? null}::text IS NULL OR ${below ?? null} = ANY (string_to_array(rtrim(n.path, '/'), '/')))
         AND (r.content -> 'seeds')::text ILIKE ANY (${patterns}::text[]))
    SELECT f.id, f.seeds, (count(*) OVER ())::int AS total FROM found f
     WHERE NOT EXISTS (
       SELECT 1 FROM unnest(${patterns}::text[]) AS w (pattern)
        WHERE f.text NOT ILIKE w.pattern
          AND NOT EXISTS (SELECT 1 FROM "Node" a WHERE a.id = ANY (string_to_array(rtrim(f.path, '/'), '/'))
                             AND a.name ILIKE w.pattern))
     ORDER BY f.path LIMIT ${limit}`;
  return z.array(Hit).parse(rows);
}

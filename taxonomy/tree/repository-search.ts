import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import type { SearchQuery } from './contract';
import { patternsOf } from './search-words';

export type Wanted = Omit<SearchQuery, 'q'> & { taxonomyId: string; words: string[] };

const Hit = z.object({ id: NodeId, seeds: z.unknown(), total: z.int() });
export type Hit = z.infer<typeof Hit>;

/**
 * Nodes with all words in their path and at least one in their name. Exact names come first, then names with all words,
 * then names with the last word; shorter names before longer ones. Each row includes the total number of matches.
 */
export async function selectByPath(db: Db, { taxonomyId, words, limit, only, branch, below }: Wanted): Promise<Hit[]> {
  const patterns = patternsOf(words);
  // With `below`, only the part of the path from there on is searched.
  const rows = await db.$queryRaw`
    WITH top AS (SELECT path, names FROM "Node" WHERE id = ${below ?? null}),
    place AS (
      SELECT n.id, lower(n.name) AS name,
             CASE WHEN ${below ?? null}::text IS NULL THEN n.names
                  ELSE (SELECT substr(n.names, length(top.names) - length(split_part(top.names, '/', -1)) + 1) FROM top)
             END AS names
        FROM "Node" n
       WHERE n."taxonomyId" = ${taxonomyId}::uuid AND n."deletedAt" IS NULL
         AND (${branch ?? null}::text IS NULL OR n.branch::text = ${branch ?? null})
         AND (${below ?? null}::text IS NULL OR starts_with(n.path, (SELECT path FROM top)))
         AND n.names LIKE ALL (${patterns}::text[]))
    SELECT p.id, NULL AS seeds, (count(*) OVER ())::int AS total FROM place p
     WHERE p.name LIKE ANY (${patterns}::text[]) AND p.names LIKE ALL (${patterns}::text[])
       AND CASE ${only ?? null}::text
             WHEN 'leaves' THEN EXISTS (SELECT 1 FROM "Leaf" l WHERE l."nodeId" = p.id)
             WHEN 'folders' THEN NOT EXISTS (SELECT 1 FROM "Leaf" l WHERE l."nodeId" = p.id)
             WHEN 'problems' THEN EXISTS (SELECT 1 FROM "Leaf" l WHERE l."nodeId" = p.id AND l."problemCount" > 0)
             ELSE true END
     ORDER BY p.name <> ${words.join(' ')}, NOT (p.name LIKE ALL (${patterns}::text[])),
              NOT (p.name LIKE ${patterns.at(-1) ?? '%'}), CASE WHEN ${words.join('')} <> '' THEN length(p.name) END,
              p.names LIMIT ${limit}`;
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
      SELECT n.id, n.path, (count(*) OVER ())::int AS total
        FROM "SeedText" t JOIN "Node" n ON n.id = t."leafId"
       WHERE n."taxonomyId" = ${taxonomyId}::uuid AND n."deletedAt" IS NULL AND n.id <> ALL (${except}::text[])
         AND (${branch ?? null}::text IS NULL OR n.branch::text = ${branch ?? null})
         AND (${below ?? null}::text IS NULL OR starts_with(n.path, (SELECT path FROM "Node" WHERE id = ${below ?? null})))
         AND t.text LIKE ANY (${patterns}::text[])
         AND NOT EXISTS (SELECT 1 FROM unnest(${patterns}::text[]) AS w (pattern)
                          WHERE t.text NOT LIKE w.pattern AND n.names NOT LIKE w.pattern)
       ORDER BY n.path LIMIT ${limit})
    SELECT f.id, r.content -> 'seeds' AS seeds, f.total
      FROM found f JOIN "Leaf" l ON l."nodeId" = f.id JOIN "LeafRevision" r ON r.id = l."currentRevisionId"
     ORDER BY f.path`;
  return z.array(Hit).parse(rows);
}

import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Id, NodeId } from '../contract';
import { leafKinds } from '../tree/vocabulary';
import { searchable, textsIn } from '../tree/seed-text';
import { LeafContent, RevisionSummary } from './contract';

const LeafRow = z.object({
  nodeId: NodeId,
  kind: z.enum(leafKinds),
  version: z.int(),
  revisionId: Id,
  content: LeafContent,
  contentHash: z.string(),
  sourceYaml: z.string().nullable(),
  attribution: z.string().nullable(),
  savedAt: z.date().transform((at) => at.toISOString()),
  savedBy: z.string(),
  savedById: z.string(),
  documentCount: z.int(),
});
export type LeafRow = z.infer<typeof LeafRow>;

/** The current state of a leaf, or null when the node is not a leaf. */
export async function findLeaf(db: Db, nodeId: string): Promise<LeafRow | null> {
  const rows = await db.$queryRaw`
    SELECT l."nodeId", l.kind, l.version, r.id AS "revisionId", r.content, r."contentHash", r."sourceYaml", r.attribution,
           r."createdAt" AS "savedAt", u.name AS "savedBy", r."authorId" AS "savedById",
           (SELECT count(*)::int FROM "LeafDocument" d WHERE d."leafId" = l."nodeId") AS "documentCount"
      FROM "Leaf" l JOIN "LeafRevision" r ON r.id = l."currentRevisionId" JOIN "User" u ON u.id = r."authorId"
     WHERE l."nodeId" = ${nodeId}`;
  return z.array(LeafRow).parse(rows)[0] ?? null;
}

export type NewRevision = {
  id: string;
  nodeId: string;
  /** The version of this revision. The one before it must be current (0 when there is no leaf yet). */
  number: number;
  content: LeafContent;
  contentHash: string;
  problemCount: number;
  sourceYaml: string | null;
  attribution: string | null;
  authorId: string;
  note: string | null;
};

/**
 * Adds a revision to each leaf and makes it current. A leaf that was saved meanwhile is skipped. When two writers race,
 * the unique revision number lets only one win.
 *
 * @returns Ids of the nodes that were written.
 */
export async function insertRevisions(tx: Db, revisions: NewRevision[]): Promise<Set<string>> {
  const given = revisions.map((each) => ({ ...each, text: searchable(textsIn(each.content.seeds).join('\n')) }));
  const rows = await tx.$queryRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS g(
        id uuid, "nodeId" text, number int, content jsonb, "contentHash" text, "problemCount" int,
        "sourceYaml" text, attribution text, "authorId" text, note text, text text)),
    revision AS (
      INSERT INTO "LeafRevision" (id, "nodeId", number, content, "contentHash", "sourceYaml", attribution, "authorId", note)
      SELECT g.id, g."nodeId", g.number, g.content, g."contentHash", g."sourceYaml", g.attribution, g."authorId", g.note
        FROM given g LEFT JOIN "Leaf" l ON l."nodeId" = g."nodeId"
       WHERE coalesce(l.version, 0) = g.number - 1
       ORDER BY g."nodeId"
      ON CONFLICT ("nodeId", number) DO NOTHING
      RETURNING id, "nodeId", number, content),
    leaf AS (
      INSERT INTO "Leaf" ("nodeId", kind, version, "currentRevisionId", "seedCount", "problemCount")
      SELECT r."nodeId", (r.content->>'kind')::"LeafKind", r.number, r.id, jsonb_array_length(r.content->'seeds'), g."problemCount"
        FROM revision r JOIN given g ON g.id = r.id ORDER BY r."nodeId"
      ON CONFLICT ("nodeId") DO UPDATE
        SET kind = excluded.kind, version = excluded.version, "currentRevisionId" = excluded."currentRevisionId",
            "seedCount" = excluded."seedCount", "problemCount" = excluded."problemCount", "updatedAt" = now()
      RETURNING "nodeId"),
    seed_text AS (
      INSERT INTO "SeedText" ("leafId", text)
      SELECT r."nodeId", g.text FROM revision r JOIN given g ON g.id = r.id ORDER BY r."nodeId"
      ON CONFLICT ("leafId") DO UPDATE SET text = excluded.text)
    SELECT "nodeId" FROM leaf`;
  return new Set(
    z
      .array(z.object({ nodeId: NodeId }))
      .parse(rows)
      .map((row) => row.nodeId),
  );
}

const SummaryRow = RevisionSummary.extend({ createdAt: z.date().transform((at) => at.toISOString()) });

/** Revisions of a leaf with a number below `before`, newest first. */
export async function selectRevisions(
  db: Db,
  nodeId: string,
  before: number,
  limit: number,
): Promise<RevisionSummary[]> {
  const rows = await db.$queryRaw`
    SELECT r.id, r.number, u.name AS author, r.note,
           jsonb_array_length(r.content->'seeds') AS "seedCount", r."createdAt"
      FROM "LeafRevision" r JOIN "User" u ON u.id = r."authorId"
     WHERE r."nodeId" = ${nodeId} AND r.number < ${before}
     ORDER BY r.number DESC LIMIT ${limit}`;
  return z.array(SummaryRow).parse(rows);
}

const RevisionRow = SummaryRow.extend({
  nodeId: NodeId,
  content: LeafContent,
  sourceYaml: z.string().nullable(),
  attribution: z.string().nullable(),
});
export type RevisionRow = z.infer<typeof RevisionRow>;

export async function findRevision(db: Db, revisionId: string): Promise<RevisionRow | null> {
  const rows = await db.$queryRaw`
    SELECT r.id, r."nodeId", r.number, u.name AS author, r.note, r."createdAt", r.content,
           jsonb_array_length(r.content->'seeds') AS "seedCount", r."sourceYaml", r.attribution
      FROM "LeafRevision" r JOIN "User" u ON u.id = r."authorId"
     WHERE r.id = ${revisionId}::uuid`;
  return z.array(RevisionRow).parse(rows)[0] ?? null;
}

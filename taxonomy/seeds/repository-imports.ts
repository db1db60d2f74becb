import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Id, NodeId } from '../contract';
import { LeafContent, type ImportSummary } from './contract';

export type NewImport = {
  taxonomyId: string;
  source: string;
  importedById: string;
  added: number;
  changed: number;
  /** The nodes that were created or changed; `version` is the one that was written, null for a folder. */
  nodes: { nodeId: string; isNew: boolean; version: number | null }[];
};

export async function insertImport(tx: Db, { nodes, ...facts }: NewImport): Promise<string> {
  const id = uuid();
  await tx.$executeRaw`
    INSERT INTO "Import" (id, "taxonomyId", source, "importedById", added, changed, "createdAt", "documentsAt")
    VALUES (${id}::uuid, ${facts.taxonomyId}::uuid, ${facts.source}, ${facts.importedById}, ${facts.added}, ${facts.changed},
            clock_timestamp(), clock_timestamp())`;
  await tx.$executeRaw`
    INSERT INTO "ImportNode" ("importId", "nodeId", "isNew", version)
    SELECT ${id}::uuid, "nodeId", "isNew", version
      FROM jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb) AS n("nodeId" text, "isNew" boolean, version int)`;
  return id;
}

/** Records that the documents which the import's leaves have now came with it. */
export async function noteDocuments(db: Db, importId: string): Promise<void> {
  await db.$executeRaw`UPDATE "Import" SET "documentsAt" = clock_timestamp() WHERE id = ${importId}::uuid`;
}

const moment = z.date().transform((at) => at.toISOString());

const ImportRow = z
  .object({
    id: Id,
    taxonomyId: Id,
    source: z.string(),
    importedBy: z.string(),
    createdAt: moment,
    added: z.int(),
    changed: z.int(),
    undoneAt: moment.nullable(),
    undoneBy: z.string().nullable(),
    removed: z.int(),
    restored: z.int(),
    kept: z.int(),
  })
  .transform(({ undoneAt, undoneBy, removed, restored, kept, ...row }) => ({
    ...row,
    undone: undoneAt === null ? null : { at: undoneAt, by: undoneBy ?? '', removed, restored, kept },
  }));

/** Imports, newest first: the one with an id, or those before `before`. */
export async function selectImports(
  db: Db,
  which: { id: string } | { taxonomyId: string; before: { createdAt: Date; id: string } | null; limit: number },
): Promise<(ImportSummary & { taxonomyId: string })[]> {
  const id = 'id' in which ? which.id : null;
  const { taxonomyId, before, limit } = 'id' in which ? { taxonomyId: null, before: null, limit: 1 } : which;
  const rows = await db.$queryRaw`
    SELECT i.id, i."taxonomyId", i.source, u.name AS "importedBy", i."createdAt", i.added, i.changed, i."undoneAt",
           b.name AS "undoneBy", i.removed, i.restored,
           (SELECT count(*)::int FROM "ImportNode" n WHERE n."importId" = i.id AND n.kept IS NOT NULL) AS kept
      FROM "Import" i JOIN "User" u ON u.id = i."importedById" LEFT JOIN "User" b ON b.id = i."undoneById"
     WHERE (${id}::uuid IS NULL OR i.id = ${id}::uuid)
       AND (${taxonomyId}::uuid IS NULL OR i."taxonomyId" = ${taxonomyId}::uuid)
       AND (${before?.id ?? null}::uuid IS NULL
            OR (i."createdAt", i.id) < (${before?.createdAt ?? null}::timestamptz, ${before?.id ?? null}::uuid))
     ORDER BY i."createdAt" DESC, i.id DESC LIMIT ${limit}`;
  return z.array(ImportRow).parse(rows);
}

const Kept = z.object({ nodeId: NodeId, reason: z.string() });

/** The leaves that undoing the import left as they are, and why. */
export async function selectKept(db: Db, importId: string, limit: number): Promise<z.infer<typeof Kept>[]> {
  const rows = await db.$queryRaw`
    SELECT i."nodeId", i.kept AS reason FROM "ImportNode" i JOIN "Node" n ON n.id = i."nodeId"
     WHERE i."importId" = ${importId}::uuid AND i.kept IS NOT NULL ORDER BY n.path LIMIT ${limit}`;
  return z.array(Kept).parse(rows);
}

const Imported = z.object({
  nodeId: NodeId,
  isNew: z.boolean(),
  isLive: z.boolean(),
  /** Written by the import; null for a folder. */
  version: z.int().nullable(),
  /** The leaf's version now, and who saved it; null when the node is not a leaf. */
  currentVersion: z.int().nullable(),
  savedBy: z.string().nullable(),
  /** The leaf is still, or again, what was imported. */
  isAsImported: z.boolean(),
  /** The leaf is again what it was before the import. */
  isAsBefore: z.boolean(),
});
export type Imported = z.infer<typeof Imported>;

/** What an import made and changed, as it is now. */
export async function selectImported(db: Db, importId: string): Promise<Imported[]> {
  const rows = await db.$queryRaw`
    SELECT i."nodeId", i."isNew", n."deletedAt" IS NULL AS "isLive", i.version, l.version AS "currentVersion",
           u.name AS "savedBy",
           coalesce(c."contentHash" = w."contentHash" AND c."sourceYaml" IS NOT DISTINCT FROM w."sourceYaml"
                    AND c.attribution IS NOT DISTINCT FROM w.attribution, false) AS "isAsImported",
           coalesce(c."contentHash" = b."contentHash" AND c."sourceYaml" IS NOT DISTINCT FROM b."sourceYaml"
                    AND c.attribution IS NOT DISTINCT FROM b.attribution, false) AS "isAsBefore"
      FROM "ImportNode" i JOIN "Node" n ON n.id = i."nodeId"
      LEFT JOIN "Leaf" l ON l."nodeId" = i."nodeId"
      LEFT JOIN "LeafRevision" c ON c.id = l."currentRevisionId"
      LEFT JOIN "LeafRevision" w ON w."nodeId" = i."nodeId" AND w.number = i.version
      LEFT JOIN "LeafRevision" b ON b."nodeId" = i."nodeId" AND b.number = i.version - 1
      LEFT JOIN "User" u ON u.id = c."authorId"
     WHERE i."importId" = ${importId}::uuid ORDER BY i."nodeId"`;
  return z.array(Imported).parse(rows);
}

const Use = z.object({ nodeId: NodeId, documents: z.boolean(), laterDocuments: z.boolean(), runs: z.boolean() });
export type LeafUse = z.infer<typeof Use>;

/**
 * What was added to leaves besides saves. Waits for changes in progress, and blocks further ones until the transaction
 * ends. Documents count only if they did not come with the import.
 */
export async function lockLeavesAndFindUse(tx: Db, importId: string, nodeIds: string[]): Promise<Map<string, LeafUse>> {
  await tx.$executeRaw`SELECT 1 FROM "Leaf" WHERE "nodeId" = ANY (${nodeIds}) ORDER BY "nodeId" FOR UPDATE`;
  const rows = await tx.$queryRaw`
    SELECT l."nodeId",
           EXISTS (SELECT 1 FROM "DocumentSource" s WHERE s."leafId" = l."nodeId")
             OR EXISTS (SELECT 1 FROM "LeafDocument" d WHERE d."leafId" = l."nodeId") AS documents,
           EXISTS (SELECT 1 FROM "DocumentSource" s WHERE s."leafId" = l."nodeId" AND s."createdAt" > i."documentsAt")
             OR EXISTS (SELECT 1 FROM "LeafDocument" d JOIN "Document" t ON t.id = d."documentId"
                          JOIN "DocumentSource" s ON s.id = t."sourceId"
                         WHERE d."leafId" = l."nodeId" AND d."addedAt" > i."documentsAt"
                           AND (s."leafId" <> l."nodeId" OR s."createdAt" > i."documentsAt")) AS "laterDocuments",
           EXISTS (SELECT 1 FROM "RunLeaf" r WHERE r."leafId" = l."nodeId")
             OR EXISTS (SELECT 1 FROM "Sample" s WHERE s."leafId" = l."nodeId")
             OR EXISTS (SELECT 1 FROM "SampleImport" s WHERE s."leafId" = l."nodeId") AS runs
      FROM "Leaf" l JOIN "Import" i ON i.id = ${importId}::uuid
     WHERE l."nodeId" = ANY (${nodeIds})`;
  return new Map(
    z
      .array(Use)
      .parse(rows)
      .map((use) => [use.nodeId, use]),
  );
}

/**
 * Turns leaves with one version, no documents and no samples back into folders. Their one version, the imported file,
 * is deleted.
 */
export async function deleteLeaves(tx: Db, nodeIds: string[]): Promise<void> {
  await tx.$executeRaw`SET LOCAL seedleaf.erase = 'on'`;
  await tx.$executeRaw`DELETE FROM "Leaf" WHERE "nodeId" = ANY (${nodeIds}) AND version = 1`;
  await tx.$executeRaw`
    DELETE FROM "LeafRevision" r
     WHERE "nodeId" = ANY (${nodeIds}) AND NOT EXISTS (SELECT 1 FROM "Leaf" l WHERE l."nodeId" = r."nodeId")`;
  await tx.$executeRaw`SET LOCAL seedleaf.erase = 'off'`;
  await tx.$executeRaw`UPDATE "Node" SET "updatedAt" = now() WHERE id = ANY (${nodeIds})`;
}

const Earlier = z.object({
  nodeId: NodeId,
  /** The leaf's version now. */
  currentVersion: z.int(),
  content: LeafContent,
  sourceYaml: z.string().nullable(),
  attribution: z.string().nullable(),
});

/** The versions from before the import. */
export async function selectVersionsBefore(db: Db, importId: string, nodeIds: string[]) {
  const rows = await db.$queryRaw`
    SELECT r."nodeId", l.version AS "currentVersion", r.content, r."sourceYaml", r.attribution
      FROM "ImportNode" i JOIN "LeafRevision" r ON r."nodeId" = i."nodeId" AND r.number = i.version - 1
      JOIN "Leaf" l ON l."nodeId" = i."nodeId"
     WHERE i."importId" = ${importId}::uuid AND i."nodeId" = ANY (${nodeIds})`;
  return z.array(Earlier).parse(rows);
}

/** Records that an import was undone, by whom and with what result. */
export async function markUndone(
  tx: Db,
  importId: string,
  undone: { byId: string; removed: number; restored: number; kept: Map<string, string> },
): Promise<void> {
  const kept = [...undone.kept].map(([nodeId, reason]) => ({ nodeId, reason }));
  await tx.$executeRaw`
    UPDATE "ImportNode" i SET kept = k.reason
      FROM jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) AS k("nodeId" text, reason text)
     WHERE i."importId" = ${importId}::uuid AND i."nodeId" = k."nodeId"`;
  await tx.$executeRaw`
    UPDATE "Import" SET "undoneAt" = clock_timestamp(), "undoneById" = ${undone.byId}, removed = ${undone.removed},
           restored = ${undone.restored}
     WHERE id = ${importId}::uuid`;
}

import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import type { EvaluationImport, ModelRequest } from '../contract';
import type { ReadResult, ReadResults } from './result';

const StoredModel = z.object({
  id: z.string(),
  name: z.string(),
  base: z.string().nullable(),
  baseId: z.string().nullable(),
  checkpoint: z.string(),
  note: z.string(),
  createdAt: z.date().transform((date) => date.toISOString()),
});
export type StoredModel = z.infer<typeof StoredModel>;

/** The model of that name, created or changed, and locked until the transaction ends. */
export async function holdModel(
  tx: Db,
  taxonomyId: string,
  { name, base, checkpoint, note }: ModelRequest,
): Promise<string> {
  const rows = await tx.$queryRaw`
    INSERT INTO "EvaluatedModel" (id, "taxonomyId", name, "baseName", checkpoint, note)
    VALUES (${uuid()}::uuid, ${taxonomyId}::uuid, ${name}, ${base ?? null}, ${checkpoint ?? ''}, ${note ?? ''})
    ON CONFLICT ("taxonomyId", name) DO UPDATE SET
      "baseName" = COALESCE(${base ?? null}, "EvaluatedModel"."baseName"),
      checkpoint = COALESCE(${checkpoint ?? null}, "EvaluatedModel".checkpoint),
      note = COALESCE(${note ?? null}, "EvaluatedModel".note)
    RETURNING id::text`;
  return z.tuple([z.object({ id: z.string() })]).parse(rows)[0].id;
}

/** The import of that file that has not been removed. */
export async function findImportOf(db: Db, modelId: string, fileHash: string): Promise<string | null> {
  const found = await db.evaluationImport.findFirst({
    where: { modelId, fileHash, removedAt: null },
    select: { id: true },
  });
  return found?.id ?? null;
}

type NewImport = { modelId: string; fileName: string; fileHash: string; importedById: string; read: ReadResults };

export async function insertImport(tx: Db, { read, ...row }: NewImport): Promise<string> {
  const id = uuid();
  const { source, sourceModel, errorRate, evaluatedAt, results } = read;
  await tx.evaluationImport.create({
    data: { id, ...row, source, sourceModel, errorRate, evaluatedAt, resultCount: results.length },
  });
  await insertResults(tx, id, results);
  return id;
}

const insertResults = async (tx: Db, importId: string, results: readonly ReadResult[]): Promise<void> =>
  void (await tx.$executeRaw`
    INSERT INTO "EvaluationResult"
      ("importId", ordinal, task, metric, filter, value, stderr, n, fewshot, tasks, part, "isMoreBetter")
    SELECT ${importId}::uuid, ordinal, task, metric, filter, value, stderr, n, fewshot, tasks, part, "isMoreBetter"
      FROM jsonb_to_recordset(${JSON.stringify(results.map((result, ordinal) => ({ ...result, ordinal })))}::jsonb)
        AS row (ordinal int, task text, metric text, filter text, value float8, stderr float8, n int, fewshot int,
                tasks int, part "ResultPart", "isMoreBetter" boolean)`);

/** Models with results, newest first. */
export async function selectModels(
  db: Db,
  { taxonomyId, before, limit }: { taxonomyId: string; before: { createdAt: Date; id: string } | null; limit: number },
): Promise<StoredModel[]> {
  const rows = await db.$queryRaw`
    SELECT m.id::text, m.name, m."baseName" AS base, b.id::text AS "baseId", m.checkpoint, m.note, m."createdAt"
      FROM "EvaluatedModel" m
      LEFT JOIN "EvaluatedModel" b ON b."taxonomyId" = m."taxonomyId" AND b.name = m."baseName" AND b.id <> m.id
     WHERE m."taxonomyId" = ${taxonomyId}::uuid
       AND (${before?.id ?? null}::uuid IS NULL
            OR (m."createdAt", m.id) < (${before?.createdAt ?? null}::timestamptz, ${before?.id ?? null}::uuid))
       AND EXISTS (SELECT 1 FROM "EvaluationImport" i WHERE i."modelId" = m.id AND i."removedAt" IS NULL)
     ORDER BY m."createdAt" DESC, m.id DESC LIMIT ${limit}`;
  return z.array(StoredModel).parse(rows);
}

export async function findModel(
  db: Db,
  where: { id: string } | { taxonomyId: string; name: string },
): Promise<StoredModel | null> {
  const row = await db.evaluatedModel.findFirst({ where });
  if (!row) return null;
  const { id, taxonomyId, name, baseName, checkpoint, note, createdAt } = row;
  const base = baseName === null ? null : await db.evaluatedModel.findFirst({ where: { taxonomyId, name: baseName } });
  const baseId = base && base.id !== id ? base.id : null;
  return { id, name, base: baseName, baseId, checkpoint, note, createdAt: createdAt.toISOString() };
}

const withNames = {
  model: { select: { name: true } },
  importedBy: { select: { name: true } },
} as const satisfies Prisma.EvaluationImportInclude;

/** Imports that have not been removed, newest first. */
export async function selectImports(
  db: Db,
  { taxonomyId, before, limit }: { taxonomyId: string; before: { createdAt: Date; id: string } | null; limit: number },
): Promise<EvaluationImport[]> {
  const older = before && {
    OR: [{ importedAt: { lt: before.createdAt } }, { importedAt: before.createdAt, id: { lt: before.id } }],
  };
  const rows = await db.evaluationImport.findMany({
    where: { model: { taxonomyId }, removedAt: null, ...older },
    orderBy: [{ importedAt: 'desc' }, { id: 'desc' }],
    take: limit,
    include: withNames,
  });
  return rows.map(({ id, modelId, model, source, fileName, fileHash, sourceModel, errorRate, ...row }) => ({
    id,
    modelId,
    modelName: model.name,
    source,
    fileName,
    fileHash,
    sourceModel,
    errorRate,
    results: row.resultCount,
    evaluatedAt: row.evaluatedAt?.toISOString() ?? null,
    importedBy: row.importedBy.name,
    createdAt: row.importedAt.toISOString(),
  }));
}

/** @returns What was removed; null when there is no such import. */
export async function markRemoved(
  tx: Db,
  { taxonomyId, importId, removedById }: { taxonomyId: string; importId: string; removedById: string },
): Promise<{ fileName: string; model: string; results: number } | null> {
  const rows = await tx.$queryRaw`
    UPDATE "EvaluationImport" i SET "removedAt" = now(), "removedById" = ${removedById}
      FROM "EvaluatedModel" m
     WHERE i.id = ${importId}::uuid AND m.id = i."modelId" AND m."taxonomyId" = ${taxonomyId}::uuid
       AND i."removedAt" IS NULL
    RETURNING i."fileName", m.name AS model, i."resultCount" AS results`;
  return z.array(z.object({ fileName: z.string(), model: z.string(), results: z.int() })).parse(rows)[0] ?? null;
}

import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { leafKinds } from '../../tree/vocabulary';
import { RefusedRow, type SampleImport } from '../contract-sample-imports';
import { importedPipeline, sampleImportStates } from '../vocabulary-sample-imports';
import type { NewSample } from '../engine/written-rows';

export type NewImport = {
  id: string;
  taxonomyId: string;
  leafId: string;
  revisionId: string;
  file: string;
  licence: string;
  source: string;
  createdById: string;
};

export const insertImport = async (db: Db, row: NewImport): Promise<void> =>
  void (await db.sampleImport.create({ data: row }));

/** Rows that were interrupted while their file was read go with it. */
export const deleteImport = async (db: Db, id: string): Promise<void> =>
  void (await db.sampleImport.deleteMany({ where: { id, state: 'reading' } }));

export const deleteUnread = async (db: Db, taxonomyId: string, before: Date): Promise<void> =>
  void (await db.sampleImport.deleteMany({ where: { taxonomyId, state: 'reading', createdAt: { lt: before } } }));

export type NewImportRow = {
  line: number;
  context: string | null;
  question: string;
  answer: string;
  reason: string | null;
  detail: string | null;
};

export async function insertImportRows(db: Db, importId: string, rows: readonly NewImportRow[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "SampleImportRow" ("importId", line, context, question, answer, reason, detail)
    SELECT ${importId}::uuid, line, context, question, answer, reason, detail
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS row (line int, context text, question text, answer text, reason text, detail text)`;
}

export const startAdding = async (
  tx: Db,
  id: string,
  facts: { rows: number; refused: number; systemPrompts: number; earlierMessages: number },
): Promise<void> => void (await tx.sampleImport.update({ where: { id }, data: { ...facts, state: 'adding' } }));

const Held = z.object({
  id: z.string(),
  taxonomyId: z.string(),
  leafId: z.string(),
  revisionId: z.string(),
  kind: z.enum(leafKinds),
  state: z.string(),
});
export type HeldImport = z.infer<typeof Held>;

/** Locks an import, so that one worker at a time adds its rows, and nobody cancels it meanwhile. */
export async function holdImport(tx: Db, id: string): Promise<HeldImport | null> {
  const rows = await tx.$queryRaw`
    SELECT i.id, i."taxonomyId", i."leafId", i."revisionId", l.kind::text, i.state::text
      FROM "SampleImport" i JOIN "Leaf" l ON l."nodeId" = i."leafId"
     WHERE i.id = ${id}::uuid FOR UPDATE OF i`;
  return z.array(Held).parse(rows)[0] ?? null;
}

const Waiting = z.object({
  line: z.int(),
  context: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
});
export type WaitingRow = z.infer<typeof Waiting>;

/** The next rows that wait, in the order of the file. */
export async function selectWaiting(tx: Db, importId: string, limit: number): Promise<WaitingRow[]> {
  const rows = await tx.$queryRaw`
    SELECT line, context, question, answer FROM "SampleImportRow"
     WHERE "importId" = ${importId}::uuid AND reason IS NULL ORDER BY line LIMIT ${limit}`;
  return z.array(Waiting).parse(rows);
}

export type ImportedSample = { line: number; sample: NewSample };

/** Adds samples and takes their rows out of the import. */
export async function insertImported(tx: Db, held: HeldImport, samples: readonly ImportedSample[]): Promise<void> {
  if (samples.length === 0) return;
  const given = samples.map(({ line, sample }) => ({ line, ...sample }));
  await tx.$executeRaw`
    INSERT INTO "Sample" (id, "taxonomyId", "leafId", "importId", "itemId", "itemOrdinal", pipeline, "revisionId", kind,
                          context, question, answer, "dedupeHash", "answerTokens", "isPractice", provenance)
    SELECT id, ${held.taxonomyId}::uuid, ${held.leafId}, ${held.id}::uuid, ${held.id}::uuid, line, ${importedPipeline},
           "revisionId", kind::"LeafKind", context, question, answer, "dedupeHash", "answerTokens", false, provenance
      FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS sample (
        line int, id uuid, "revisionId" uuid, kind text, context text, question text, answer text, "dedupeHash" text,
        "answerTokens" int, provenance jsonb)
     ORDER BY line`;
  const lines = samples.map(({ line }) => line);
  await tx.sampleImportRow.deleteMany({ where: { importId: held.id, line: { in: lines } } });
}

type RowRefusal = { line: number; reason: string; detail: string };

export async function refuseRows(tx: Db, importId: string, refused: readonly RowRefusal[]): Promise<void> {
  if (refused.length === 0) return;
  await tx.$executeRaw`
    UPDATE "SampleImportRow" row SET reason = why.reason, detail = why.detail
      FROM jsonb_to_recordset(${JSON.stringify(refused)}::jsonb) AS why (line int, reason text, detail text)
     WHERE row."importId" = ${importId}::uuid AND row.line = why.line`;
}

export const countAdded = async (tx: Db, id: string, { added, refused }: { added: number; refused: number }) =>
  void (await tx.sampleImport.update({
    where: { id },
    data: { added: { increment: added }, refused: { increment: refused } },
  }));

/** Ends an import that is adding its rows; those that wait are left out. */
export async function endImport(
  tx: Db,
  id: string,
  end: { state: 'done' | 'cancelled' | 'failed'; error?: string },
): Promise<boolean> {
  const { count } = await tx.sampleImport.updateMany({
    where: { id, state: 'adding' },
    data: { ...end, finishedAt: new Date() },
  });
  if (count > 0) await tx.sampleImportRow.deleteMany({ where: { importId: id, reason: null } });
  return count > 0;
}

const shown = {
  leaf: { select: { node: { select: { name: true } } } },
  createdBy: { select: { name: true } },
} as const;
type Place = { createdAt: Date; id: string } | null;

/** Imports into leaves, newest first. */
export async function selectImports(db: Db, taxonomyId: string, after: Place, limit: number): Promise<SampleImport[]> {
  const before = after && {
    OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
  };
  const rows = await db.sampleImport.findMany({
    where: { taxonomyId, state: { in: [...sampleImportStates] }, ...before },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    include: shown,
  });
  return rows.map(toImport);
}

export async function findImport(db: Db, id: string): Promise<SampleImport | null> {
  const row = await db.sampleImport.findFirst({
    where: { id, state: { in: [...sampleImportStates] } },
    include: shown,
  });
  return row && toImport(row);
}

type Row = NonNullable<Awaited<ReturnType<Db['sampleImport']['findFirst']>>> & {
  leaf: { node: { name: string } };
  createdBy: { name: string };
};

const toImport = ({ state, leaf, createdBy, createdAt, ...row }: Row): SampleImport => ({
  id: row.id,
  leafId: row.leafId,
  leafName: leaf.node.name,
  file: row.file,
  licence: row.licence,
  source: row.source,
  // Those that are still being read are not selected.
  state: state === 'reading' ? 'adding' : state,
  rows: row.rows,
  added: row.added,
  refused: row.refused,
  systemPrompts: row.systemPrompts,
  earlierMessages: row.earlierMessages,
  error: row.error,
  createdBy: createdBy.name,
  createdAt: createdAt.toISOString(),
});

/** Refused rows after a line of the file. */
export async function selectRefused(db: Db, importId: string, after: number, limit: number): Promise<RefusedRow[]> {
  const rows = await db.sampleImportRow.findMany({
    where: { importId, reason: { not: null }, line: { gt: after } },
    orderBy: { line: 'asc' },
    take: limit,
    omit: { importId: true, context: true },
  });
  return z.array(RefusedRow).parse(rows);
}

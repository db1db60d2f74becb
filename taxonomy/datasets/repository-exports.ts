import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import { ExportedFile, FormatOptions, type Export } from './contract';

const toExport = ({
  files,
  createdAt,
  id,
  format,
  options,
  state,
  rowsDone,
  error,
}: Prisma.ExportGetPayload<object>): Export => ({
  id,
  format,
  options: FormatOptions.parse(options),
  state,
  rowsDone,
  files: z.array(ExportedFile).nullable().parse(files) ?? [],
  error,
  createdAt: createdAt.toISOString(),
});

export async function selectExports(db: Db, versionId: string): Promise<Export[]> {
  const rows = await db.export.findMany({ where: { versionId }, orderBy: [{ format: 'asc' }, { createdAt: 'asc' }] });
  return rows.map(toExport);
}

export async function findExport(db: Db, id: string): Promise<(Export & { versionId: string }) | null> {
  const row = await db.export.findUnique({ where: { id } });
  return row && { ...toExport(row), versionId: row.versionId };
}

/**
 * The version's export in that format and with these options. Created when missing, and locked until the transaction
 * ends.
 */
export async function holdExport(
  tx: Db,
  versionId: string,
  { format, options }: { format: string; options: FormatOptions },
): Promise<Export> {
  await tx.export.createMany({ data: [{ id: uuid(), versionId, format, options }], skipDuplicates: true });
  const rows = await tx.$queryRaw`
    SELECT id::text FROM "Export"
     WHERE "versionId" = ${versionId}::uuid AND format = ${format} AND options = ${JSON.stringify(options)}::jsonb
       FOR UPDATE`;
  const [{ id }] = z.tuple([z.object({ id: z.string() })]).parse(rows);
  return toExport(await tx.export.findUniqueOrThrow({ where: { id } }));
}

export async function queueExport(tx: Db, id: string): Promise<Export> {
  const data = { state: 'queued', rowsDone: 0, error: null, finishedAt: null } as const;
  return toExport(await tx.export.update({ where: { id }, data }));
}

export async function setExportRows(db: Db, id: string, rowsDone: number): Promise<void> {
  await db.export.updateMany({ where: { id }, data: { state: 'writing', rowsDone } });
}

export async function finishExport(tx: Db, id: string, files: ExportedFile[], rowsDone: number): Promise<void> {
  await tx.export.updateMany({
    where: { id },
    data: { state: 'done', files, rowsDone, error: null, finishedAt: new Date() },
  });
}

export async function failExport(tx: Db, id: string, error: string): Promise<void> {
  await tx.export.updateMany({ where: { id }, data: { state: 'failed', error, finishedAt: new Date() } });
}

const SHOWN = 20;

const RunningVersion = z.object({ id: z.uuid(), number: z.int(), isPractice: z.boolean(), dataset: z.string() });

/** The oldest versions that are being published, with the name of their dataset. */
export async function selectRunningVersions(db: Db): Promise<z.infer<typeof RunningVersion>[]> {
  const rows = await db.$queryRaw`
    SELECT v.id, v.number, v."isPractice", d.name AS dataset FROM "DatasetVersion" v JOIN "Dataset" d ON d.id = v."datasetId"
     WHERE v.state = 'publishing' ORDER BY v."createdAt" LIMIT ${SHOWN}`;
  return z.array(RunningVersion).parse(rows);
}

const RunningExport = RunningVersion.extend({ versionId: z.uuid(), rowsDone: z.int(), rows: z.int() });

/** The oldest exports that are being written, with their version. */
export async function selectRunningExports(db: Db): Promise<z.infer<typeof RunningExport>[]> {
  const rows = await db.$queryRaw`
    SELECT e.id, e."rowsDone", v.id AS "versionId", v.number, v.rows, v."isPractice", d.name AS dataset
      FROM "Export" e JOIN "DatasetVersion" v ON v.id = e."versionId" JOIN "Dataset" d ON d.id = v."datasetId"
     WHERE e.state IN ('queued', 'writing') ORDER BY e."createdAt" LIMIT ${SHOWN}`;
  return z.array(RunningExport).parse(rows);
}

import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import { Manifest } from './contract-manifest';
import { type Dataset, type VersionSummary } from './contract';
import { Recipe } from './contract-recipe';

/**
 * The dataset of that name. Created when missing, and locked until the transaction ends so that versions are numbered
 * one by one.
 */
export async function holdDataset(tx: Db, taxonomyId: string, name: string): Promise<string> {
  await tx.dataset.createMany({ data: [{ id: uuid(), taxonomyId, name }], skipDuplicates: true });
  const rows = await tx.$queryRaw`
    SELECT id::text FROM "Dataset" WHERE "taxonomyId" = ${taxonomyId}::uuid AND name = ${name} FOR UPDATE`;
  return z.tuple([z.object({ id: z.string() })]).parse(rows)[0].id;
}

export async function insertVersion(
  tx: Db,
  version: { datasetId: string; requestKey: string; recipe: Recipe; createdById: string },
): Promise<string> {
  const id = uuid();
  const last = await tx.datasetVersion.aggregate({ where: { datasetId: version.datasetId }, _max: { number: true } });
  await tx.datasetVersion.create({ data: { id, number: (last._max.number ?? 0) + 1, ...version } });
  return id;
}

const withNames = {
  dataset: { select: { name: true, taxonomyId: true } },
  createdBy: { select: { name: true } },
} as const satisfies Prisma.DatasetVersionInclude;
type Row = Prisma.DatasetVersionGetPayload<{ include: typeof withNames }>;

export type StoredVersion = VersionSummary & {
  taxonomyId: string;
  recipe: Recipe;
  manifest: Manifest | null;
  card: string | null;
};

function toVersion(row: Row): StoredVersion {
  return {
    id: row.id,
    datasetId: row.datasetId,
    datasetName: row.dataset.name,
    taxonomyId: row.dataset.taxonomyId,
    number: row.number,
    state: row.state,
    rows: row.rows,
    isPractice: row.isPractice,
    contentHash: row.contentHash,
    createdBy: row.createdBy.name,
    createdAt: row.createdAt.toISOString(),
    error: row.error,
    recipe: Recipe.parse(row.recipe),
    manifest: Manifest.nullable().parse(row.manifest),
    card: row.card,
  };
}

export async function findVersion(
  db: Db,
  where: { id: string } | { requestKey: string } | { taxonomyId: string; name: string; number: number | null },
): Promise<StoredVersion | null> {
  const row = await db.datasetVersion.findFirst({
    where:
      'name' in where
        ? {
            dataset: { taxonomyId: where.taxonomyId, name: where.name },
            ...(where.number === null ? { state: 'published' } : { number: where.number }),
          }
        : where,
    orderBy: { number: 'desc' },
    include: withNames,
  });
  return row && toVersion(row);
}

/** The last version of a dataset that has not failed; with `below`, the last published one before that number. */
export async function findLastVersion(
  db: Db,
  { taxonomyId, name, below }: { taxonomyId: string; name: string; below?: number },
): Promise<StoredVersion | null> {
  const row = await db.datasetVersion.findFirst({
    where: {
      dataset: { taxonomyId, name },
      ...(below === undefined ? { state: { not: 'failed' } } : { state: 'published', number: { lt: below } }),
    },
    orderBy: { number: 'desc' },
    include: withNames,
  });
  return row && toVersion(row);
}

/** Newest first. `before` is the key of the previous page's last row. */
export async function selectVersions(
  db: Db,
  { taxonomyId, before, limit }: { taxonomyId: string; before: { createdAt: Date; id: string } | null; limit: number },
): Promise<StoredVersion[]> {
  const older = before && {
    OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }],
  };
  const rows = await db.datasetVersion.findMany({
    where: { dataset: { taxonomyId }, ...older },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    include: withNames,
  });
  return rows.map(toVersion);
}

export async function selectDatasets(db: Db, taxonomyId: string, after: string, limit: number): Promise<Dataset[]> {
  const rows = await db.dataset.findMany({
    where: { taxonomyId, name: { gt: after } },
    orderBy: { name: 'asc' },
    take: limit,
    include: { versions: { select: { number: true }, orderBy: { number: 'desc' }, take: 1 } },
  });
  return rows.map(({ id, name, createdAt, versions }) => ({
    id,
    name,
    lastNumber: versions[0]?.number ?? 0,
    createdAt: createdAt.toISOString(),
  }));
}

/** Publishes the version: from now on it cannot change. */
export async function sealVersion(
  tx: Db,
  id: string,
  { manifest, card }: { manifest: Manifest; card: string },
): Promise<void> {
  const { contentHash, rows, publishedAt } = manifest;
  const data = { manifest, card, contentHash, rows, isPractice: manifest.practice !== null, publishedAt };
  await tx.datasetVersion.update({ where: { id }, data: { ...data, state: 'published', error: null } });
}

/** A published version stays published. */
export async function failVersion(tx: Db, id: string, error: string): Promise<void> {
  await tx.datasetVersion.updateMany({ where: { id, state: 'publishing' }, data: { state: 'failed', error } });
}

/** Counts rows for the planner, as Postgres does itself some minutes after many were added. */
export async function analyzeRows(db: Db): Promise<void> {
  await db.$executeRaw`ANALYZE (SKIP_LOCKED) "DatasetRow", "DatasetLeaf"`;
}

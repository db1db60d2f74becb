import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import type { DocumentSource } from './contract';

export type GitReference = { repo: string; commit: string; patterns: string[] };

/** Stores an upload as the source of its documents. */
export async function insertUpload(tx: Db, leafId: string): Promise<string> {
  const id = uuid();
  await tx.documentSource.create({ data: { id, leafId, kind: 'upload', state: 'ready', finishedAt: new Date() } });
  return id;
}

export async function insertGitSource(tx: Db, leafId: string, reference: GitReference): Promise<string> {
  const id = uuid();
  await tx.documentSource.create({ data: { id, leafId, kind: 'git', ...reference } });
  return id;
}

const withCount = { _count: { select: { documents: true } } } as const satisfies Prisma.DocumentSourceInclude;
type Row = Prisma.DocumentSourceGetPayload<{ include: typeof withCount }>;

const toSource = ({
  id,
  leafId,
  kind,
  name,
  repo,
  commit,
  patterns,
  state,
  error,
  createdAt,
  _count,
}: Row): DocumentSource => ({
  id,
  leafId,
  kind: z.enum(['upload', 'git']).parse(kind),
  name,
  repo,
  commit,
  patterns,
  state,
  error,
  documentCount: _count.documents,
  createdAt: createdAt.toISOString(),
});

export async function findSource(db: Db, id: string): Promise<DocumentSource | null> {
  const row = await db.documentSource.findUnique({ where: { id }, include: withCount });
  return row && toSource(row);
}

/** The last fetches of a leaf, newest first. */
export async function selectGitSources(db: Db, leafId: string, limit: number): Promise<DocumentSource[]> {
  const rows = await db.documentSource.findMany({
    where: { leafId, kind: 'git' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    include: withCount,
  });
  return rows.map(toSource);
}

/** Uploads of a leaf without a document so far (waiting, being read, or failed), oldest first. */
export async function selectUnreadUploads(db: Db, leafId: string, limit: number): Promise<DocumentSource[]> {
  const rows = await db.documentSource.findMany({
    where: { leafId, kind: 'upload', state: { not: 'ready' } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: limit,
    include: withCount,
  });
  return rows.map(toSource);
}

/** True when the leaf still has every document of this source. */
export async function hasAllDocumentsOf(db: Db, leafId: string, sourceId: string): Promise<boolean> {
  const missing = await db.document.count({ where: { sourceId, leaves: { none: { leafId } } } });
  return missing === 0;
}

export async function setSourceState(
  tx: Db,
  id: string,
  change: { state: 'fetching' } | { state: 'ready' | 'failed'; error: string | null },
): Promise<void> {
  const isOver = change.state !== 'fetching';
  // Without a row there is no state: the leaf may have been deleted meanwhile.
  await tx.documentSource.updateMany({ where: { id }, data: { ...change, ...(isOver && { finishedAt: new Date() }) } });
}

/** The problems of each leaf's last fetch; leaves without problems are omitted. */
export async function selectFetchErrors(db: Db, leafIds: string[]): Promise<Map<string, string>> {
  const rows = await db.documentSource.findMany({
    where: { leafId: { in: leafIds }, kind: 'git' },
    orderBy: [{ leafId: 'asc' }, { createdAt: 'desc' }, { id: 'desc' }],
    distinct: ['leafId'],
    select: { leafId: true, error: true },
  });
  return new Map(rows.flatMap(({ leafId, error }): [string, string][] => (error === null ? [] : [[leafId, error]])));
}

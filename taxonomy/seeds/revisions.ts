import type { Database, Db } from '@/prisma/client';
import type { Actor } from '../accounts/contract';
import type { Page, PageQuery } from '../contract';
import { DomainError } from '../errors';
import { getNode } from '../tree/nodes';
import type { LeafDetail, RestoreRevisionRequest, Revision, RevisionSummary } from './contract';
import { findRevision, selectRevisions, type RevisionRow } from './repository';
import { saveRevision } from './save-leaf';
import { pageOf, readOrdinal } from '../paging';

const BEFORE_ALL = 2 ** 31 - 1;

/** A page of a leaf's history, newest first; the cursor is the number of the last one shown. */
export async function listRevisions(
  db: Db,
  nodeId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<RevisionSummary>> {
  await getNode(db, nodeId);
  const revisions = await selectRevisions(db, nodeId, readOrdinal(cursor) ?? BEFORE_ALL, limit + 1);
  return pageOf(revisions, limit, ({ number }) => String(number));
}

export async function getRevision(db: Db, revisionId: string): Promise<Revision> {
  return getRow(db, revisionId);
}

/** Saves an earlier revision as the newest; those between stay. Throws like `saveLeaf`. */
export async function restoreRevision(
  db: Database,
  actor: Actor,
  revisionId: string,
  { baseVersion }: RestoreRevisionRequest,
): Promise<LeafDetail> {
  const { nodeId, number, content, sourceYaml, attribution } = await getRow(db, revisionId);
  const note = `Restored version ${number}`;
  return saveRevision(db, actor, nodeId, { baseVersion, content, note, sourceYaml, attribution });
}

async function getRow(db: Db, revisionId: string): Promise<RevisionRow> {
  const revision = await findRevision(db, revisionId);
  if (!revision)
    throw new DomainError('not_found', 'There is no such version of a leaf. Open the leaf’s history again.');
  return revision;
}

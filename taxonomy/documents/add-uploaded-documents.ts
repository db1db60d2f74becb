import type { Database } from '@/prisma/client';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import { leafForRun } from '../seeds/leaf';
import { getNode } from '../tree/nodes';
import { chunkDocument } from './chunk-document';
import type { DocumentSummary } from './contract';
import { getDocument } from './documents';
import { attachDocument } from './attach-document';
import { lockLeaf } from './repository';
import { insertUpload } from './repository-sources';

const TRANSACTION = { timeout: 120_000, maxWait: 30_000 };

/**
 * Reads a file, splits it into passages and adds it to a knowledge leaf in this process, for the command line. The web
 * server leaves this to a worker (queueUpload).
 *
 * The file's name is only displayed, never used as a path. The same file added twice is one document.
 *
 * @throws DomainError `invalid` when the leaf cannot have documents or the file cannot be read; then nothing is stored.
 */
export async function addUploadedDocuments(
  db: Database,
  { actor, leafId, name, bytes }: { actor: Actor; leafId: string; name: string; bytes: Uint8Array },
): Promise<DocumentSummary> {
  const { taxonomyId } = await knowledgeLeaf(db, leafId);
  const document = await chunkDocument(plainName(name), bytes);
  return db.$transaction(async (tx) => {
    await lockLeaf(tx, leafId);
    const target = { actorId: actor.id, leafId, taxonomyId };
    return getDocument(tx, await attachDocument(tx, target, document, () => insertUpload(tx, leafId)));
  }, TRANSACTION);
}

/** @throws DomainError `invalid` for a skill: only knowledge leaves have documents. */
export async function knowledgeLeaf(db: Database, leafId: string) {
  const { taxonomyId } = await getNode(db, leafId);
  const { name, content } = await leafForRun(db, leafId);
  if (content.kind !== 'knowledge') {
    throw new DomainError('invalid', `“${name}” is a skill, and skills have no documents. Choose a knowledge leaf.`);
  }
  return { taxonomyId, name, content };
}

/**
 * The last part of the path sent by the browser, without control and invisible characters.
 *
 * @throws DomainError `invalid` when nothing is left.
 */
export function plainName(name: string): string {
  const last = name.normalize().split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim();
  if (plain === '') throw new DomainError('invalid', 'The file has no name. Rename it to end in .md or .txt.');
  return plain.length <= 200 ? plain : `${plain.slice(0, 180)}…${plain.slice(-19)}`.replaceAll(/\p{Cs}/gu, '');
}

import type { Database } from '@/prisma/client';
import type { Actor } from '../accounts/contract';
import { enqueue } from '../jobs/queue';
import { knowledgeLeaf, plainName } from './add-uploaded-documents';
import type { Uploaded } from './contract';
import { getSource } from './fetch';
import { attachStored } from './attach-document';
import { checkDocument } from './read-text';
import { findSameDocument, lockLeaf, selectSameName, sourceOfDocument } from './repository';
import { deleteFailedUploads, findPendingUpload, insertQueuedUpload } from './repository-uploads';

export const READ_UPLOAD_JOB = 'read-upload';

const TRANSACTION = { timeout: 60_000, maxWait: 30_000 };

/**
 * Stores an uploaded file for a knowledge leaf, to be split into passages in the background: large or hostile files
 * take seconds, and this process must serve other requests.
 *
 * The file's name is only displayed, never used as a path. If the same file is already stored or pending for this leaf,
 * that one is returned. A different file of the same name replaces the earlier one in this leaf as soon as it is read.
 *
 * @throws DomainError `invalid` when the leaf cannot have documents or the file cannot be read; then nothing is stored.
 */
export async function queueUpload(
  db: Database,
  { actor, leafId, ...file }: { actor: Actor; leafId: string; name: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<Uploaded> {
  const { taxonomyId } = await knowledgeLeaf(db, leafId);
  const name = plainName(file.name);
  checkDocument(name, file.bytes);
  const upload = { name, bytes: file.bytes, sha256: await hashOf(file.bytes) };
  return db.$transaction(async (tx) => {
    await lockLeaf(tx, leafId);
    await deleteFailedUploads(tx, leafId, { name });
    const replaces = (await selectSameName(tx, leafId, upload)).length > 0;
    const same = await findSameDocument(tx, taxonomyId, name, upload.sha256);
    if (same) {
      await attachStored(tx, { actorId: actor.id, leafId, taxonomyId }, { id: same, ...upload });
      return { ...(await getSource(tx, await sourceOfDocument(tx, same))), replaces };
    }
    const pending = await findPendingUpload(tx, leafId, upload);
    if (pending) return { ...(await getSource(tx, pending)), replaces };
    const sourceId = await insertQueuedUpload(tx, leafId, upload);
    await enqueue(tx, [{ kind: READ_UPLOAD_JOB, groupId: sourceId, payload: { sourceId, actorId: actor.id } }]);
    return { ...(await getSource(tx, sourceId)), replaces };
  }, TRANSACTION);
}

/** Not on the main thread: ten megabytes take tens of milliseconds. */
const hashOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

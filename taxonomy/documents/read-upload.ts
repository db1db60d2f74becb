import { z } from 'zod';
import { DomainError } from '../errors';
import type { JobHandler } from '../jobs/job-handler';
import { closeJob } from '../jobs/queue';
import { getNode } from '../tree/nodes';
import { chunkDocument } from './chunk-document';
import { getSource } from './fetch';
import { attachDocument } from './attach-document';
import { READ_UPLOAD_JOB } from './queue-upload';
import { lockLeaf } from './repository';
import { setSourceState } from './repository-sources';
import { deleteUploadBytes, isOutdatedUpload, selectUploadBytes } from './repository-uploads';

const Payload = z.object({ sourceId: z.uuid(), actorId: z.string() });
const TRANSACTION = { timeout: 300_000, maxWait: 30_000 };

/** Reads an uploaded file, splits it into passages and adds it to its leaf, all or nothing. */
export const readUpload: JobHandler = {
  kind: READ_UPLOAD_JOB,
  maxAttempts: 3,
  async run(job, { db, signal }) {
    const { sourceId, actorId } = Payload.parse(job.payload);
    const { leafId, name } = await getSource(db, sourceId);
    await setSourceState(db, sourceId, { state: 'fetching' });
    const document = await chunkDocument(name ?? '', await selectUploadBytes(db, sourceId), { signal });
    const { taxonomyId } = await getNode(db, leafId);
    await db.$transaction(async (tx) => {
      await lockLeaf(tx, leafId);
      // Of two files with the same name the one uploaded last wins, even if it was read first.
      if (!(await isOutdatedUpload(tx, sourceId))) {
        await attachDocument(tx, { actorId, leafId, taxonomyId }, document, () => Promise.resolve(sourceId));
      }
      await setSourceState(tx, sourceId, { state: 'ready', error: null });
      await deleteUploadBytes(tx, sourceId);
      if (!(await closeJob(tx, job))) throw new Error('Another worker took over this upload.');
    }, TRANSACTION);
  },
  async giveUp(job, error, { db }) {
    const { sourceId } = Payload.parse(job.payload);
    const message =
      error instanceof DomainError ? error.message : `Reading the file failed: ${error.message} Upload it again.`;
    await db.$transaction(async (tx) => {
      await setSourceState(tx, sourceId, { state: 'failed', error: message });
      await deleteUploadBytes(tx, sourceId);
      await closeJob(tx, job);
    });
  },
};

import { z } from 'zod';
import { DomainError } from '../../errors';
import type { JobHandler } from '../../jobs/job-handler';
import { closeJob } from '../../jobs/queue';
import { addNext } from './add-samples';
import { SAMPLE_IMPORT_JOB } from './imports';
import { endImport } from './repository';

const ToAdd = z.object({ importId: z.uuid() });

/** Makes samples of the rows of an import. A worker that takes over goes on with the rows that wait. */
export const sampleImportJob: JobHandler = {
  kind: SAMPLE_IMPORT_JOB,
  maxAttempts: 5,
  async run(job, { db, signal }) {
    const { importId } = ToAdd.parse(job.payload);
    while (await addNext(db, importId)) signal.throwIfAborted();
    await db.$transaction(async (tx) => {
      // False when it was cancelled meanwhile.
      await endImport(tx, importId, { state: 'done' });
      if (!(await closeJob(tx, job))) throw new Error('Another worker took over this job.');
    });
  },
  async giveUp(job, error, { db }) {
    const why = error instanceof DomainError ? error.message : `It failed: ${error.message}. Import the file again.`;
    await db.$transaction(async (tx) => {
      await endImport(tx, ToAdd.parse(job.payload).importId, { state: 'failed', error: why });
      await closeJob(tx, job);
    });
  },
};

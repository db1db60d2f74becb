import { z } from 'zod';
import { DomainError } from '../../errors';
import type { JobHandler } from '../../jobs/job-handler';
import { closeJob } from '../../jobs/queue';
import { applyChange } from './apply-change';
import { THRESHOLDS_JOB } from './change-thresholds';
import { endChange } from './repository-rows';

const ToApply = z.object({ changeId: z.uuid(), runId: z.uuid() });

/** Decides on the rows of a run again after a change of its thresholds. */
export const thresholdsJob: JobHandler = {
  kind: THRESHOLDS_JOB,
  maxAttempts: 5,
  async run(job, { db, signal }) {
    const { changeId, runId } = ToApply.parse(job.payload);
    await applyChange(db, changeId, runId, {
      signal,
      end: async (tx) => {
        if (!(await closeJob(tx, job))) throw new Error('Another worker took over this job.');
        await endChange(tx, changeId, null);
      },
    });
  },
  async giveUp(job, error, { db }) {
    const { changeId } = ToApply.parse(job.payload);
    const why = error instanceof DomainError ? error.message : `It failed: ${error.message}.`;
    await db.$transaction(async (tx) => {
      await endChange(tx, changeId, `${why} Some rows may not be decided again yet: apply the thresholds once more.`);
      await closeJob(tx, job);
    });
  },
};

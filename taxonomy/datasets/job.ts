import { z } from 'zod';
import { DomainError } from '../errors';
import type { JobHandler } from '../jobs/job-handler';
import { closeJob, type ClaimedJob } from '../jobs/queue';
import type { Db } from '@/prisma/client';
import { EXPORT_JOB, exportFolder, knownFormat } from './export';
import { fillVersion } from './fill-version';
import { PUBLISH_JOB } from './publish';
import { analyzeRows, failVersion } from './repository';
import { failExport, findExport, finishExport, setExportRows } from './repository-exports';
import { loadVersion } from './versions';
import { writeExport } from './write-export';

const ToPublish = z.object({ versionId: z.uuid() });
const ToExport = z.object({ exportId: z.uuid() });
const TELL_MS = 500;

/** Collects a version's rows and publishes it. */
export const publishJob: JobHandler = {
  kind: PUBLISH_JOB,
  maxAttempts: 3,
  async run(job, { db, signal }) {
    const version = await loadVersion(db, ToPublish.parse(job.payload).versionId);
    await fillVersion(db, version, { signal, close: (tx) => closeOwn(tx, job) });
    // The version is published. Without counts of its rows, the database would read them the slow way for a while.
    await analyzeRows(db).catch(() => undefined);
  },
  async giveUp(job, error, { db }) {
    await db.$transaction(async (tx) => {
      await failVersion(tx, ToPublish.parse(job.payload).versionId, wordsOf(error));
      await closeJob(tx, job);
    });
  },
};

/** Writes a version's files to the server's disk. */
export function exportJob({ home }: { home: string }): JobHandler {
  return {
    kind: EXPORT_JOB,
    maxAttempts: 2,
    async run(job, { db, signal }) {
      const { exportId } = ToExport.parse(job.payload);
      const { versionId, format, options } = await exportOf(db, exportId);
      const version = await loadVersion(db, versionId);
      let told = 0;
      const onRows = async (rows: number) => {
        if (Date.now() - told < TELL_MS) return;
        told = Date.now();
        await setExportRows(db, exportId, rows);
      };
      const folder = exportFolder(home, { versionId, exportId });
      const place = { format: knownFormat(format), options, folder, isAlone: true };
      await setExportRows(db, exportId, 0);
      const files = await writeExport(db, version, place, { signal, onRows });
      await db.$transaction(async (tx) => {
        await finishExport(tx, exportId, files, version.rows);
        await closeOwn(tx, job);
      });
    },
    async giveUp(job, error, { db }) {
      await db.$transaction(async (tx) => {
        await failExport(tx, ToExport.parse(job.payload).exportId, wordsOf(error));
        await closeJob(tx, job);
      });
    },
  };
}

async function exportOf(db: Db, exportId: string) {
  const found = await findExport(db, exportId);
  if (!found) throw new DomainError('not_found', 'This export no longer exists.');
  return found;
}

async function closeOwn(tx: Db, job: ClaimedJob): Promise<void> {
  if (!(await closeJob(tx, job))) throw new Error('Another worker took over this job.');
}

const wordsOf = (error: Error): string =>
  error instanceof DomainError ? error.message : `It failed: ${error.message}. Try again.`;

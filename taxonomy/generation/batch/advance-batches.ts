import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { DomainError } from '../../errors';
import { setWarning } from '../runs/repository-runs';
import { stopRun } from '../runs/stop-run';
import type { BatchClient } from '../teacher/batch-client';
import { TeacherError } from '../teacher/teacher';
import { isOver } from '../vocabulary';
import { readAnswers } from './read-answers';
import { countWorking, findBatchRun } from './repository';
import {
  deleteBatch,
  endBatch,
  insertBatch,
  markAnswered,
  markSent,
  selectOpen,
  selectUnsent,
  type OpenBatch,
} from './repository-remote';
import { writeParts } from './request-files';
import { requestLines } from './write-requests';

export type BatchAccess = {
  openClient: (teacherId: string) => Promise<BatchClient>;
  /** A folder for request files while they are sent. */
  scratch: string;
};

const PREPARING_MS = 1_000;
const IDLE_MS = 5_000;
const PROBLEM_MS = 30_000;
/** A batch takes minutes to hours: the longer it takes, the less often it is looked at. */
const pollMs = (ageMs: number): number => Math.min(60_000, Math.max(1_000, ageMs / 20));

/**
 * Does what can be done now for a run that uses batch APIs: sends a complete wave, looks at batches that were sent, and
 * reads their answers. When the run is over, its batches are cancelled.
 *
 * A worker that dies here loses nothing: a batch is recorded before it is sent, and found again by its label.
 *
 * @returns In how many milliseconds to call again; null when nothing is left to do.
 */
export async function advanceBatches(
  db: Database,
  runId: string,
  access: BatchAccess,
  signal: AbortSignal,
): Promise<number | null> {
  const run = await findBatchRun(db, runId);
  if (!run) return null;
  const open = await selectOpen(db, runId);
  if (isOver(run.state)) {
    for (const batch of open) await giveUpBatch(db, batch, access, signal);
    return null;
  }
  try {
    const delays: number[] = [];
    for (const batch of open) {
      const next = await look(db, runId, batch, access, signal);
      if (next !== null) delays.push(next);
    }
    if (open.length > 0) return Math.min(PREPARING_MS * 60, ...(delays.length > 0 ? delays : [PREPARING_MS]));
    if ((await countWorking(db, runId)) > 0) return PREPARING_MS;
    const teachers = await selectUnsent(db, runId);
    for (const teacherId of teachers) await send(db, { runId, teacherId }, access, signal);
    await setWarning(db, runId, null);
    return teachers.length > 0 ? PREPARING_MS : IDLE_MS;
  } catch (error) {
    // The run was stopped while answers were read: its batches are cancelled at the next look.
    if (error instanceof DomainError && error.code === 'conflict') return 0;
    if (!(error instanceof TeacherError)) throw error;
    if (error.isRetryable) {
      await setWarning(db, runId, `The batch API: ${error.message}`);
      return PROBLEM_MS;
    }
    await stopRun(db, runId, { state: 'failed', error: `The batch API: ${error.message}` });
    return 0;
  }
}

/** @returns In how many milliseconds to look again; null when the batch has ended. */
async function look(
  db: Database,
  runId: string,
  batch: OpenBatch,
  access: BatchAccess,
  signal: AbortSignal,
): Promise<number | null> {
  return withClient(access, batch.teacherId, async (client) => {
    const remote =
      batch.remoteId === null ? await client.find(batch.id, signal) : await client.get(batch.remoteId, signal);
    if (!remote) {
      await deleteBatch(db, batch.id);
      return null;
    }
    if (batch.remoteId === null) await markSent(db, batch.id, remote.id);
    if (remote.state === 'failed') {
      await endBatch(db, batch.id, { state: 'failed', error: remote.said });
      const why = remote.said === '' ? 'without a reason' : `: “${remote.said}”`;
      throw new TeacherError('refused_request', `The server did not accept the batch ${remote.id} ${why}`.trim());
    }
    if (remote.state === 'working') {
      await markAnswered(db, batch.id, remote.answered);
      return pollMs(Date.now() - batch.createdAt.getTime());
    }
    let read = 0;
    for (const file of remote.files) {
      const { stored, failed, again } = await readAnswers(db, runId, await client.content(file, signal), signal);
      read += stored + failed + again;
    }
    await endBatch(db, batch.id, { state: 'ended', error: null, answered: read });
    if (read > 0) return null;
    throw new TeacherError(
      'refused_request',
      `The batch ${remote.id} ended without an answer to any of its ${batch.requests} requests. Resume the run to send them again.`,
    );
  });
}

/** Sends all waiting requests to one teacher, in as many batches as its limits require. */
async function send(
  db: Database,
  of: { runId: string; teacherId: string },
  access: BatchAccess,
  signal: AbortSignal,
): Promise<void> {
  const folder = path.join(access.scratch, uuid());
  await mkdir(folder, { recursive: true });
  try {
    const parts = await writeParts(requestLines(db, of), (part) => path.join(folder, `${part}.jsonl`), signal);
    await withClient(access, of.teacherId, async (client) => {
      for (const { file, keys } of parts) {
        const id = uuid();
        await insertBatch(db, { ...of, id, keys });
        const { id: remoteId } = await client.start(file, id, signal);
        await markSent(db, id, remoteId);
      }
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Cancels a batch of a run that is over, as far as its server can be reached. */
async function giveUpBatch(db: Database, batch: OpenBatch, access: BatchAccess, signal: AbortSignal): Promise<void> {
  try {
    await withClient(access, batch.teacherId, async (client) => {
      const remoteId = batch.remoteId ?? (await client.find(batch.id, signal))?.id;
      if (remoteId !== undefined) await client.cancel(remoteId, signal);
    });
  } catch (error) {
    signal.throwIfAborted();
    console.error(`A batch of run ${batch.id} could not be cancelled at its server:`, error);
  }
  await endBatch(db, batch.id, { state: 'ended', error: 'The run was stopped.' });
}

async function withClient<T>(access: BatchAccess, teacherId: string, use: (client: BatchClient) => Promise<T>) {
  const client = await access.openClient(teacherId);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError, messageOf } from '../../errors';
import { stripUnstorable } from '../../text';
import { findLogs, phaseName, type FoundPhase } from './find-logs';
import { newsOf, notFollowed, trainerOf, type Followed } from './follow-phase';
import { readJournal } from './read-journal';
import {
  holdPhase,
  holdRun,
  resumeRun,
  saveCheckpoints,
  saveJournal,
  savePoints,
  stopRun,
  touchRun,
  updatePhase,
} from './repository';

const POINTS_PER_STATEMENT = 1_000;
const LOOK_EVERY_MS = 2_000;

/** What one look at the logs found. */
export type Look = { phases: number; points: number; lastStep: number | null; warnings: string[] };

export type WatchRequest = {
  taxonomyId: string;
  name: string;
  folder: string;
  versionId: string | null;
  /** Reads what is there and ends. */
  isOnce: boolean;
  signal: AbortSignal;
  onLook?: (look: Look) => void;
  /** A look that failed, such as while the database restarts. The next one tries again. */
  onTrouble?: (message: string) => void;
  everyMs?: number;
};

/**
 * Follows the logs that a trainer writes into a folder until the signal aborts: those of the Hugging Face Trainer,
 * instructlab-training, mini-trainer, LLaMA-Factory and training_hub. Files may appear later, be half written, and
 * repeat steps after a restart.
 *
 * @throws DomainError `not_found` without the folder; `conflict` when another folder has the name.
 */
export async function watchTraining(db: Database, actor: Actor, request: WatchRequest): Promise<{ runId: string }> {
  const { isOnce, signal, onLook, onTrouble, everyMs = LOOK_EVERY_MS } = request;
  const folder = path.resolve(request.folder);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new DomainError('not_found', `There is no folder ${folder}.`);
  const runId = await begin(db, actor, { ...request, folder });
  const followed = new Map<string, Followed>();
  try {
    for (;;) {
      try {
        const seen = await look(db, { runId, folder, followed, isLast: isOnce, signal });
        onLook?.(seen);
      } catch (error) {
        if (isOnce || signal.aborted || error instanceof DomainError) throw error;
        onTrouble?.(messageOf(error));
      }
      if (isOnce || signal.aborted) return { runId };
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  } catch (error) {
    if (signal.aborted) return { runId };
    throw error;
  } finally {
    await stopRun(db, runId).catch(() => undefined);
  }
}

async function begin(
  db: Database,
  actor: Actor,
  { taxonomyId, name, folder, versionId }: WatchRequest,
): Promise<string> {
  const run = { taxonomyId, name, folder, versionId, startedById: actor.id };
  return db.$transaction(async (tx) => {
    const { id, folder: known, isNew } = await holdRun(tx, run);
    if (known !== folder) {
      throw new DomainError(
        'conflict',
        `The training “${name}” has its logs in ${known}. Choose another name for ${folder}.`,
      );
    }
    await resumeRun(tx, id, versionId);
    if (isNew) {
      const detail = { name, folder };
      await recordAudit(tx, {
        actorId: actor.id,
        action: 'training.watch',
        subjectType: 'training',
        subjectId: id,
        detail,
      });
    }
    return id;
  });
}

type Looking = { runId: string; folder: string; followed: Map<string, Followed>; isLast: boolean; signal: AbortSignal };

async function look(db: Database, { runId, folder, followed, isLast, signal }: Looking): Promise<Look> {
  await touchRun(db, runId);
  const journal = await readJournal(folder);
  if (journal) await saveJournal(db, runId, journal);
  const phases = await findLogs(folder);
  const seen: Look = { phases: phases.length, points: 0, lastStep: null, warnings: [] };
  for (const phase of phases) {
    const memory = followed.get(phase.folder) ?? notFollowed();
    followed.set(phase.folder, memory);
    const phaseId = await holdPhase(db, { runId, ...namesOf(folder, phase), trainer: trainerOf(phase) });
    for await (const news of newsOf(phase, memory, isLast)) {
      signal.throwIfAborted();
      const points = news.points.toSorted((a, b) => a.step - b.step);
      for (let from = 0; from < points.length; from += POINTS_PER_STATEMENT)
        await savePoints(db, phaseId, points.slice(from, from + POINTS_PER_STATEMENT));
      if (news.facts) await updatePhase(db, phaseId, news.facts);
      news.commit();
      seen.points += points.length;
      seen.lastStep = points.at(-1)?.step ?? seen.lastStep;
      seen.warnings.push(...news.warnings);
    }
    await saveCheckpoints(db, phaseId, phase.checkpoints);
  }
  return seen;
}

/** Names of folders come from other tools; nobody can correct them here. */
const namesOf = (root: string, { folder }: FoundPhase) => ({
  folder: stripUnstorable(folder),
  name: stripUnstorable(phaseName(root, folder)),
});

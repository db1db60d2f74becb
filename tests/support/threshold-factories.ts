import { randomUUID } from 'node:crypto';
import type { Database } from '@/prisma/client';
import { workOnJobs } from '@/taxonomy/jobs/work';
import { Leases } from '@/taxonomy/jobs/leases';
import type { ThresholdChange, Thresholds } from '@/taxonomy/generation/contract-thresholds';
import { changeThresholds, undoThresholds } from '@/taxonomy/generation/threshold-changes/change-thresholds';
import { thresholdsJob } from '@/taxonomy/generation/threshold-changes/job';
import { listThresholdChanges, previewThresholds } from '@/taxonomy/generation/threshold-changes/run-thresholds';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { finishItem } from '@/taxonomy/generation/engine/finish-item';
import { finishRun } from '@/taxonomy/generation/engine/finish-run';
import { claim } from '@/taxonomy/jobs/queue';
import type { NearDuplicates } from '@/taxonomy/generation/contract';
import { revisionOf } from './factories';
import { actor, requestOf, until } from './generation-factories';

export type GradedRow = { question: string; pair: number | null };

/** A finished run over a freeform leaf with these rows: each was graded 1 for its question and `pair` for its answer. */
export async function makeGradedRun(
  db: Database,
  run: { leafIds: string[]; teacherId: string; rows: GradedRow[]; atLeast?: number; nearDuplicates?: NearDuplicates },
): Promise<string> {
  const { leafIds, teacherId, rows, atLeast = 2, nearDuplicates = null } = run;
  const request = requestOf(teacherId, leafIds, { target: 1, nearDuplicates, seed: randomUUID() });
  const { id: runId } = await startRun(db, actor, request);
  const { taxonomyId } = await db.run.findUniqueOrThrow({ where: { id: runId } });
  const jobs = await claim(db, { kinds: ['generate-item'], owner: 'me', groupId: runId, limit: 100 });
  for (const job of jobs) {
    const found = await db.runItem.findUniqueOrThrow({ where: { id: job.id } });
    const item = { ...found, input: { seedIds: ['s1'], chunkId: null, count: 1, round: 0 } };
    const scored = rows.map((row, place) => ({ ...row, ...traced(row), path: `${place}.0.0.0.0.0` }));
    const isKept = ({ pair }: GradedRow) => pair !== null && pair >= atLeast;
    const kept = scored.filter(isKept).map(({ path, ...row }) => ({ row, path }));
    const dropped = scored
      .filter((row) => !isKept(row))
      .map((row) => ({
        step: 'judge-pair',
        reason: 'judged_bad' as const,
        detail: 'Too low.',
        row: { question: row.question, scores: row.scores },
        judged: { path: row.path, row, isRefused: false, missing: row.pair === null ? 3 : 0 },
      }));
    const made = { step: 'judge-pair', ordinal: 0, entered: 1, made: rows.length };
    await finishItem(db, {
      item,
      job,
      kind: 'freeform',
      taxonomyId,
      isPractice: true,
      nearDuplicates,
      evaluationSets: [],
      pipelineVersion: 1,
      revisionId: await revisionOf(db, item.leafId),
      result: { kept, dropped, tallies: [{ ...made, kept: kept.length, dropped: dropped.length }] },
    });
  }
  await finishRun(db, runId);
  return runId;
}

function traced({ question, pair }: GradedRow) {
  const score = (step: string, value: number, scale: string) => ({
    step,
    label: step,
    score: value,
    scale,
    explanation: 'So it is.',
    callKey: randomUUID(),
  });
  return {
    context: null,
    answer: `An answer to ${question}`,
    documentVariant: null,
    calls: [],
    scores: [
      score('judge-question', pair === null ? 0 : 1, '0 to 1'),
      ...(pair === null ? [] : [score('judge-pair', pair, '1 to 3')]),
    ],
  };
}

/** Runs the jobs that apply changes, until the change is done. */
export async function applied(db: Database, change: ThresholdChange): Promise<ThresholdChange> {
  const leases = new Leases(db, { id: randomUUID(), host: 'test', pid: process.pid });
  await leases.start();
  const ending = new AbortController();
  const worked = workOnJobs(db, [thresholdsJob], leases, ending.signal, { idleMs: 20 });
  const find = async () =>
    (await listThresholdChanges(db, change.runId, { limit: 500 })).items.find(({ id }) => id === change.id);
  await until(async () => (await find())?.state === 'done');
  ending.abort();
  await worked;
  await leases.stop();
  return (await find())!;
}

export const change = async (db: Database, runId: string, thresholds: Thresholds): Promise<ThresholdChange> =>
  applied(db, await changeThresholds(db, actor, runId, { requestKey: randomUUID(), thresholds }));

export const undo = async (db: Database, { id }: ThresholdChange): Promise<ThresholdChange> =>
  applied(db, await undoThresholds(db, actor, id, { requestKey: randomUUID() }));

export const preview = (db: Database, runId: string, thresholds: Thresholds) =>
  previewThresholds(db, runId, { thresholds, limit: 50 });

/** The questions of a run's samples by status. */
export async function questionsOf(db: Database, runId: string): Promise<Record<string, string[]>> {
  const samples = await db.sample.findMany({ where: { runId }, orderBy: { question: 'asc' } });
  const byStatus: Record<string, string[]> = {};
  for (const { status, question } of samples) (byStatus[status] ??= []).push(question);
  return byStatus;
}

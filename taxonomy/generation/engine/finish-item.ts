import { v5 as uuidFrom } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { countTokens } from '../../documents/tokens';
import { closeJob, type HeldJob } from '../../jobs/queue';
import { changeSampleCounts } from '../../tree/counts';
import type { LeafKind } from '../../tree/vocabulary';
import type { DroppedRow, PipelineResult, StepTally } from '../pipelines/pipeline';
import type { Written } from '../pipelines/leaf-pipeline';
import {
  addTallies,
  deleteSamples,
  endItem,
  insertDropped,
  insertSamples,
  lockRunLeaf,
  lockStanding,
  type ItemRow,
  type NewSample,
  type Standing,
} from './repository-items';
import { stripUnstorable, stripUnstorableJson } from '../../text';
import { dedupeHashOf } from '../text';

/** The last bar of every funnel: rows that say what no other sample of the leaf says. */
export const ACCEPT = { step: 'accept', label: 'Checked for duplicates' } as const;

export type FinishedItem = {
  item: ItemRow;
  job: HeldJob;
  kind: LeafKind;
  taxonomyId: string;
  isPractice: boolean;
  pipeline: { name: string; version: number; steps: number };
  revisionId: string;
  result: PipelineResult<Written>;
};

/**
 * Stores what an item gave and closes it, all or nothing.
 *
 * Exact duplicates are dropped: of two rows of one run that say the same, the one of the lower item stays, whichever
 * came first, unless a person has judged the other one meanwhile; a sample of an earlier run always stays.
 *
 * @returns False when the lease was lost: then nothing is written, and whoever has the item now will.
 */
export async function finishItem(db: Database, finished: FinishedItem): Promise<boolean> {
  const samples = samplesOf(finished);
  const write = async (tx: Db): Promise<boolean> => {
    await lockRunLeaf(tx, finished.item.runId, finished.item.leafId);
    if (!(await closeJob(tx, finished.job))) return false;
    await accept(tx, finished, samples);
    return true;
  };
  return db.$transaction(write, { maxWait: 30_000, timeout: 60_000 });
}

async function accept(tx: Db, finished: FinishedItem, samples: NewSample[]): Promise<void> {
  const { item, job, result, taxonomyId, isPractice, pipeline } = finished;
  const { id: itemId, runId, leafId, ordinal: itemOrdinal } = item;
  const { free, outdone, taken } = settle(item, samples, await lockStanding(tx, leafId, samples.map(hashOf)));
  if (outdone.length > 0)
    await deleteSamples(
      tx,
      outdone.map(({ id }) => id),
    );
  const place = { taxonomyId, leafId, runId, itemId, itemOrdinal, isPractice };
  const added = free.length > 0 ? await insertSamples(tx, place, free) : new Set<string>();
  const late = free.filter((sample) => !added.has(sample.dedupeHash));

  const dropped = [
    ...result.dropped.map((drop) => ({ ...drop, itemId })),
    ...[...taken, ...late].map((sample) => duplicate(sample, itemId)),
    ...outdone.map((sample) => duplicate(sample, sample.itemId)),
  ];
  const kept = added.size - outdone.length;
  const last: StepTally = {
    step: ACCEPT.step,
    ordinal: pipeline.steps,
    entered: samples.length,
    made: samples.length,
    kept,
    dropped: samples.length - kept,
  };
  if (dropped.length > 0) await insertDropped(tx, runId, leafId, dropped.map(storableDrop));
  await addTallies(tx, runId, leafId, [...result.tallies, last]);
  const outcome = { state: 'done', attempts: job.attempts, errorKind: null, error: null } as const;
  await endItem(tx, item, { ...outcome, samples: kept, dropped: dropped.length });
  await changeSampleCounts(tx, [{ leafId, status: 'pending', by: kept }]);
}

const hashOf = ({ dedupeHash }: { dedupeHash: string }): string => dedupeHash;

/** Who stays where a sample stands already: `outdone` make room for ours, `taken` are ours that find the place taken. */
function settle(item: ItemRow, samples: NewSample[], standing: Standing[]) {
  const byHash = new Map(standing.map((sample) => [sample.dedupeHash, sample]));
  const outdone: Standing[] = [];
  const taken: NewSample[] = [];
  const free: NewSample[] = [];
  const ours = new Set<string>();
  for (const sample of samples) {
    const other = byHash.get(sample.dedupeHash);
    const isOutdone = other?.runId === item.runId && other.itemOrdinal > item.ordinal && other.isUntouched;
    if (ours.has(sample.dedupeHash) || (other && !isOutdone)) {
      taken.push(sample);
      continue;
    }
    if (other) outdone.push(other);
    ours.add(sample.dedupeHash);
    free.push(sample);
  }
  return { free, outdone, taken };
}

function duplicate(
  { context, question, answer }: { context: string | null; question: string; answer: string },
  itemId: string,
): DroppedRow & { itemId: string } {
  const detail = 'Another sample of the leaf asks exactly this.';
  return { itemId, step: ACCEPT.step, reason: 'duplicate', detail, row: { context, question, answer } };
}

const storableDrop = (drop: DroppedRow & { itemId: string }) => ({
  ...drop,
  detail: stripUnstorable(drop.detail).slice(0, 2_000),
  row: Object.fromEntries(Object.entries(drop.row).map(([name, value]) => [name, stripUnstorableJson(value)])),
});

/** Ids are derived from the item and the row's place in it: the same row is the same sample. */
function samplesOf({ item, kind, pipeline, revisionId, result }: FinishedItem): NewSample[] {
  return result.kept.map(({ row, path }) => {
    const context = row.context === null ? null : stripUnstorable(row.context);
    const [question, answer] = [stripUnstorable(row.question), stripUnstorable(row.answer)];
    return {
      id: uuidFrom(path, item.id),
      kind,
      context,
      question,
      answer,
      dedupeHash: dedupeHashOf(context, question),
      answerTokens: countTokens(answer),
      scores: row.scores.map((score) => ({ ...score, explanation: stripUnstorable(score.explanation) })),
      provenance: {
        pipeline: pipeline.name,
        pipelineVersion: pipeline.version,
        revisionId,
        seedIds: item.input.seedIds,
        chunkId: item.input.chunkId,
        documentVariant: row.documentVariant,
        calls: row.calls,
      },
    };
  });
}

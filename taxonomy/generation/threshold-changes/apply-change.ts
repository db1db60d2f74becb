import type { Database, Db } from '@/prisma/client';
import { changeSampleCounts } from '../../tree/counts';
import { filters } from '../filters/filters';
import { insertSamples } from '../engine/repository-items';
import { lockSamplesOf } from '../engine/repository-turns';
import { ownThresholds } from '../thresholds/judges';
import { selectLeafIds } from './repository';
import {
  addToCounters,
  endLeaf,
  holdChange,
  lockMoves,
  lockUndoMoves,
  moveSamples,
  recordRows,
  selectReturning,
  type HeldChange,
  type Move,
  type Returning,
  type RowOutcome,
} from './repository-rows';

/** Rows that one transaction moves, so that reviewers of a leaf never wait long. */
const ROWS_AT_ONCE = 500;
const timeouts = { maxWait: 30_000, timeout: 60_000 };

/**
 * Applies a change of thresholds, leaf by leaf. Each transaction moves some rows of a leaf to where the thresholds say
 * and counts them, so it can be ended at any moment and begun again: what is done is not done twice.
 *
 * @param end Ends the change, after its last leaf.
 */
export async function applyChange(
  db: Database,
  changeId: string,
  runId: string,
  { signal, end }: { signal: AbortSignal; end: (tx: Db) => Promise<void> },
): Promise<void> {
  const leafIds = await selectLeafIds(db, runId);
  for (;;) {
    signal.throwIfAborted();
    const isOver = await db.$transaction(async (tx) => {
      const change = await holdChange(tx, changeId);
      const leafId = change ? leafIds[change.leavesDone] : undefined;
      if (!change || leafId === undefined) {
        await end(tx);
        return true;
      }
      if ((await moveSome(tx, change, { changeId, leafId })) < ROWS_AT_ONCE) await endLeaf(tx, changeId);
      return false;
    }, timeouts);
    if (isOver) return;
  }
}

type Place = { changeId: string; leafId: string };

/** @returns How many rows were looked at: fewer than ROWS_AT_ONCE when the leaf is done. */
async function moveSome(tx: Db, change: HeldChange, place: Place): Promise<number> {
  const { changeId, leafId } = place;
  const { runId, undoesId, after, taxonomyId, snapshot } = change;
  // Runs that add to what rows are compared with wait, so that what the filters have seen stays all that there is.
  await lockSamplesOf(tx, { taxonomyId, leafId, nearDuplicates: snapshot.nearDuplicates });
  const asked = { runId, leafId, own: ownThresholds(), thresholds: after };
  const moves =
    undoesId === null
      ? await lockMoves(tx, asked, ROWS_AT_ONCE)
      : await lockUndoMoves(tx, undoesId, leafId, ROWS_AT_ONCE);
  await moveSamples(tx, moves);
  // What an undo brings back was a sample before, so none is made anew.
  const room = undoesId === null ? ROWS_AT_ONCE - moves.length : 0;
  const returning = room > 0 ? await selectReturning(tx, asked, room) : [];
  const { kept, refused } = await filtered(tx, change, leafId, returning);
  await insert(tx, change, leafId, kept);
  await recordRows(tx, changeId, [...moves.map(outcomeOf), ...kept.map(backOf), ...refused]);
  await count(tx, { ...place, runId }, moves, kept, refused.length);
  return moves.length + returning.length;
}

const outcomeOf = ({ id, status }: Move): RowOutcome => ({
  sampleId: id,
  outcome: status === 'pending' ? 'gone' : 'back',
  detail: null,
});

const backOf = ({ sample }: Returning): RowOutcome => ({ sampleId: sample.id, outcome: 'back', detail: null });

/** Rows that come back must pass the filters like all others. */
async function filtered(tx: Db, { runId, snapshot }: HeldChange, leafId: string, returning: readonly Returning[]) {
  const refused: RowOutcome[] = [];
  let kept = [...returning];
  const { nearDuplicates, evaluationSets } = snapshot;
  const item = { runId, leafId, nearDuplicates, evaluationSets };
  for (const filter of filters.filter((each) => each.applies(item))) {
    const samples = kept.map(({ sample }) => sample);
    const why = await filter.refuse(tx, item, samples);
    for (const [place, { detail }] of why) {
      const sampleId = samples[place]?.id;
      if (sampleId !== undefined) refused.push({ sampleId, outcome: 'duplicate', detail });
    }
    kept = kept.filter((_, place) => !why.has(place));
  }
  return { kept, refused };
}

async function insert(tx: Db, change: HeldChange, leafId: string, rows: readonly Returning[]): Promise<void> {
  const { runId, taxonomyId, isPractice, snapshot } = change;
  const { nearDuplicates, evaluationSets } = snapshot;
  const byItem = new Map<string, { first: Returning; samples: Returning['sample'][] }>();
  for (const row of rows) {
    const group = byItem.get(row.itemId) ?? { first: row, samples: [] };
    group.samples.push(row.sample);
    byItem.set(row.itemId, group);
  }
  for (const { first, samples } of byItem.values()) {
    const { itemId: id, itemOrdinal: ordinal, pipeline } = first;
    const item = {
      id,
      ordinal,
      pipeline,
      runId,
      leafId,
      taxonomyId,
      isPractice,
      nearDuplicates,
      evaluationSets,
      attempts: 0,
    };
    await insertSamples(tx, item, samples);
  }
}

async function count(
  tx: Db,
  place: Place & { runId: string },
  moves: readonly Move[],
  kept: readonly Returning[],
  duplicates: number,
): Promise<void> {
  const changes = [
    ...moves.map(({ pipeline, status }) => ({ pipeline, by: status === 'pending' ? -1 : 1 })),
    ...kept.map(({ pipeline }) => ({ pipeline, by: 1 })),
  ];
  if (changes.length + duplicates === 0) return;
  const { leafId } = place;
  const gone = moves.filter(({ status }) => status === 'pending').length;
  const back = changes.length - gone;
  const byPipeline = new Map<string, number>();
  for (const { pipeline, by } of changes) byPipeline.set(pipeline, (byPipeline.get(pipeline) ?? 0) + by);
  await addToCounters(tx, place, {
    kept: [...byPipeline].map(([pipeline, by]) => ({ pipeline, by })),
    back,
    gone,
    duplicates,
  });
  await changeSampleCounts(tx, [
    { leafId, status: 'pending', by: back - gone },
    { leafId, status: 'withdrawn', by: gone - (moves.length - gone) },
  ]);
}

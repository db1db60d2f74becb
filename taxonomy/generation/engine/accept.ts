import type { Database, Db } from '@/prisma/client';
import { changeSampleCounts } from '../../tree/counts';
import { filters } from '../filters/filters';
import type { Filter, Refusal } from '../filters/filter';
import type { StepTally } from '../pipelines/step-chain';
import { addTallies, endItem, insertDropped, insertSamples, type ItemToAccept } from './repository-items';
import {
  deleteStaged,
  findNextStaged,
  lockRunLeaf,
  lockSamplesOf,
  lockTurns,
  selectLeavesWithStaged,
} from './repository-turns';
import { insertJudged } from './repository-judged';
import type { Dropped, NewSample, WrittenRows } from './written-rows';

/**
 * Turns the rows of an item into samples and ends the item, in the caller's transaction, which has locked the turns.
 *
 * Items that take turns are accepted in the order of their ordinals, whichever was written first. So the lower of two
 * equal rows stays, and a sample that a reviewer may be reading is never replaced by another.
 */
export async function accept(tx: Db, item: ItemToAccept, rows: WrittenRows): Promise<void> {
  const { runId, leafId, pipeline } = item;
  const dropped: Dropped[] = [...rows.dropped];
  const tallies: StepTally[] = [...rows.tallies];
  let samples = rows.samples;
  // Other runs that add to what rows are compared with wait, so that what the filters have seen stays all that there is.
  if (samples.length > 0) await lockSamplesOf(tx, item);
  for (const [place, filter] of filters.filter((each) => each.applies(item)).entries()) {
    const passed = await pass(tx, item, filter, samples);
    dropped.push(...passed.dropped);
    tallies.push({
      step: filter.name,
      ordinal: rows.tallies.length + place,
      entered: samples.length,
      made: samples.length,
      kept: passed.kept.length,
      dropped: passed.dropped.length,
    });
    samples = passed.kept;
  }
  await insertSamples(tx, item, samples);
  if (dropped.length > 0) await insertDropped(tx, item, dropped);
  const isIn = new Set(samples.map(({ id }) => id));
  // Rows that a filter dropped are not decided again.
  await insertJudged(
    tx,
    item,
    rows.judged.filter(({ sampleId, isDropped }) => isDropped || isIn.has(sampleId)),
  );
  await addTallies(tx, { runId, leafId, pipeline }, tallies);
  const outcome = { state: 'done', attempts: item.attempts, errorKind: null, error: null } as const;
  await endItem(tx, item, { ...outcome, samples: samples.length, dropped: dropped.length });
  await changeSampleCounts(tx, [{ leafId, status: 'pending', by: samples.length }]);
}

async function pass(tx: Db, item: ItemToAccept, filter: Filter, samples: NewSample[]) {
  const refused = await filter.refuse(tx, item, samples);
  return {
    kept: samples.filter((_, place) => !refused.has(place)),
    dropped: samples.flatMap((sample, place) => {
      const why = refused.get(place);
      return why ? [toDropped(filter, sample, why)] : [];
    }),
  };
}

const toDropped = (filter: Filter, { context, question, answer, scores }: NewSample, why: Refusal): Dropped => ({
  step: filter.name,
  reason: filter.reason,
  detail: why.detail,
  row: { context, question, answer, scores, ...why.kept },
});

/** Accepts the next staged items of those that take turns with a leaf's, in order. */
export async function acceptStaged(db: Database, runId: string, leafId: string): Promise<void> {
  while (await db.$transaction((tx) => acceptNext(tx, runId, leafId), { maxWait: 30_000, timeout: 60_000 }));
}

/**
 * Does the same for all leaves of a run, for example when a worker died after ending an item and before accepting the
 * next one.
 */
export async function acceptAllStaged(db: Database, runId: string): Promise<void> {
  for (const leafId of await selectLeavesWithStaged(db, runId)) await acceptStaged(db, runId, leafId);
}

async function acceptNext(tx: Db, runId: string, leafId: string): Promise<boolean> {
  const turns = await lockTurns(tx, runId, leafId);
  const next = await findNextStaged(tx, turns);
  if (!next) return false;
  if (next.item.leafId !== leafId) await lockRunLeaf(tx, runId, next.item.leafId);
  await deleteStaged(tx, next.item.id);
  await accept(tx, next.item, next.rows);
  return true;
}

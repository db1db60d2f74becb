import type { Database, Db } from '@/prisma/client';
import type { SampleCounts } from './contract';
import { makeShare } from './share';
import { addToCounts, recount, selectStamp, sumCounts, type CountDelta, type TreeStamp } from './repository-counts';

/**
 * Moves the counters of samples by leaf and status; called in the transaction that changes the samples.
 * Deltas of one counter are added up first and counters are taken in one order, so that two such transactions
 * never wait for each other in a circle. A counter below zero is refused by the database.
 */
export async function changeSampleCounts(tx: Db, deltas: CountDelta[]): Promise<void> {
  const sums = new Map<string, CountDelta>();
  for (const delta of deltas) {
    const key = `${delta.leafId} ${delta.status}`;
    sums.set(key, { ...delta, by: delta.by + (sums.get(key)?.by ?? 0) });
  }
  const changes = [...sums.entries()].filter(([, delta]) => delta.by !== 0);
  if (changes.length === 0) return;
  await addToCounts(
    tx,
    changes.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, delta]) => delta),
  );
}

const shareCounts = makeShare<SampleCounts>();

/** How many samples are in each status under a node (`path`) or in the whole taxonomy. */
export const countsUnder = (db: Db, scope: { taxonomyId: string; path?: string }): Promise<SampleCounts> =>
  shareCounts(db, `counts ${scope.taxonomyId} ${scope.path ?? ''}`, () =>
    sumCounts(db, scope.taxonomyId, scope.path ?? null),
  );

const shareStamps = makeShare<TreeStamp>();

/** How many samples wait in the whole taxonomy, and a stamp that changes with anything that the tree shows. */
export const stampTree = (db: Db, taxonomyId: string): Promise<TreeStamp> =>
  shareStamps(db, taxonomyId, () => selectStamp(db, taxonomyId));

/** Counts all samples anew. @returns How many counters were wrong; anything but 0 is a bug that wants finding. */
export const recountSamples = (db: Database): Promise<number> =>
  db.$transaction((tx) => recount(tx), { maxWait: 15_000, timeout: 300_000 });

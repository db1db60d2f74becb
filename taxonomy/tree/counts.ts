import type { Database, Db } from '@/prisma/client';
import type { SampleCounts } from './contract';
import { makeTreeMemory } from './memory';
import { addToCounts, recount, selectStamp, sumCounts, type CountDelta, type TreeStamp } from './repository-counts';

/**
 * Updates the counters of samples by leaf and status, in the transaction that changes the samples. Deltas are summed
 * per counter and applied in a fixed order, so that transactions cannot deadlock. The database refuses counters below
 * zero.
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

const rememberCounts = makeTreeMemory<SampleCounts>();

/** The number of samples in each status under a node (`path`) or in the whole taxonomy. */
export const countsUnder = (db: Db, scope: { taxonomyId: string; path?: string }): Promise<SampleCounts> =>
  rememberCounts(db, `counts ${scope.taxonomyId} ${scope.path ?? ''}`, () =>
    sumCounts(db, scope.taxonomyId, scope.path ?? null),
  );

const rememberStamps = makeTreeMemory<TreeStamp>();

/** The number of samples to review in the taxonomy, and a stamp that changes whenever anything in the tree does. */
export const stampTree = (db: Db, taxonomyId: string): Promise<TreeStamp> =>
  rememberStamps(db, taxonomyId, () => selectStamp(db, taxonomyId));

/** Recounts all samples. @returns The number of wrong counters; anything but 0 is a bug. */
export const recountSamples = (db: Database): Promise<number> =>
  db.$transaction((tx) => recount(tx), { maxWait: 15_000, timeout: 300_000 });

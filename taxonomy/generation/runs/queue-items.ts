import { v5 as uuidFrom } from 'uuid';
import type { Db } from '@/prisma/client';
import { enqueue } from '../../jobs/queue';
import type { ItemInput, Pipeline } from '../pipelines/define-pipeline';
import { trialItems } from '../vocabulary';
import { ITEM_KIND } from './item-kind';
import { insertItems } from './repository-run-items';

const ROWS_PER_STATEMENT = 2_000;

type Queued = { leafId: string; pipeline: string; input: object };

/** Takes leaves in turn, so that all of them get samples early and no leaf waits for another to end. */
export function interleave(
  leaves: readonly { leafId: string; pipeline: Pick<Pipeline, 'name'>; items: readonly ItemInput[] }[],
): Queued[] {
  const most = leaves.reduce((max, { items }) => Math.max(max, items.length), 0);
  const queued: Queued[] = [];
  for (let place = 0; place < most; place += 1) {
    for (const { leafId, pipeline, items } of leaves) {
      const input = items[place];
      if (input) queued.push({ leafId, pipeline: pipeline.name, input });
    }
  }
  return queued;
}

/**
 * Stores items of a run and queues them for the workers. Of a trial, only the first ones are queued; the others are
 * planned.
 */
export async function queueItems(
  tx: Db,
  runId: string,
  queued: readonly Queued[],
  { firstOrdinal, isTrial }: { firstOrdinal: number; isTrial: boolean },
): Promise<void> {
  for (let from = 0; from < queued.length; from += ROWS_PER_STATEMENT) {
    const items = queued.slice(from, from + ROWS_PER_STATEMENT).map((item, place) => {
      const ordinal = firstOrdinal + from + place;
      const state = isTrial && ordinal >= trialItems ? ('planned' as const) : ('queued' as const);
      return { ...item, ordinal, state, id: uuidFrom(String(ordinal), runId) };
    });
    await insertItems(tx, runId, items);
    await enqueue(
      tx,
      items
        .filter(({ state }) => state === 'queued')
        .map(({ id, ordinal }) => ({ id, kind: ITEM_KIND, groupId: runId, ordinal })),
    );
  }
}

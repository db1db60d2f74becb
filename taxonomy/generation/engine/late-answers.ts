import type { Database, Db } from '@/prisma/client';
import { stripUnstorable } from '../../text';
import { enqueue } from '../../jobs/queue';
import type { Price } from '../contract-prices';
import { ITEM_KIND } from '../runs/item-kind';
import { selectPrices } from '../runs/repository-costs';
import { costOf } from '../teacher/prices';
import type { Completion } from '../teacher/teacher';
import { acceptStaged } from './accept';
import { endItem } from './repository-items';
import { lockTurns } from './repository-turns';
import { writeCalls } from './repository-journal';
import {
  deleteWaiting,
  lockWaiting,
  selectLeavesWaiting,
  selectWaiting,
  wakeItems,
  type Sleeper,
  type WaitingCall,
} from './repository-waiting';

const MAX_DETAIL = 2_000;

/** Requests of a run without an answer, oldest first: these must be sent to the teacher. */
export const listWaitingCalls = (db: Db, runId: string, limit: number): Promise<WaitingCall[]> =>
  selectWaiting(db, runId, limit);

/** The result of a recorded request: the teacher's answer, or why there will be none. */
export type LateAnswer = { key: string } & (
  { completion: Completion } | { failure: { kind: string; message: string } }
);

/**
 * Stores answers that items were waiting for. They are written to the journal. Items that wait for nothing more are
 * queued: they run again from the start and find all answers so far. An item whose request failed fails with that
 * reason.
 *
 * An answer that no item waits for (a duplicate, or one of a stopped run) changes nothing.
 */
export async function deliverAnswers(db: Database, answers: readonly LateAnswer[]): Promise<void> {
  const byKey = new Map(answers.map((answer) => [answer.key, answer]));
  const failed = await db.$transaction(
    async (tx) => {
      // Leaves first, then items, then the run: the order in which ending items lock them.
      for (const { runId, leafId } of await selectLeavesWaiting(tx, keysOfFailures(answers))) {
        await lockTurns(tx, runId, leafId);
      }
      const { calls, sleepers } = await lockWaiting(tx, [...byKey.keys()]);
      const prices = await selectPrices(tx, [...new Set(calls.map(({ runId }) => runId))]);
      const answered = calls.flatMap((call) => {
        const answer = byKey.get(call.key);
        if (!answer || !('completion' in answer)) return [];
        const price = prices.find(({ runId, teacherId }) => runId === call.runId && teacherId === call.teacherId);
        return [toCallRow(call, answer.completion, price?.price ?? null)];
      });
      // The calls were counted when they were recorded; their cost is known only now.
      if (answered.length > 0) await writeCalls(tx, answered, spentOn(answered));
      const failures = await failItems(tx, calls, sleepers, byKey);
      await deleteWaiting(
        tx,
        calls.map(({ key }) => key),
      );
      const awake = await wakeItems(
        tx,
        sleepers.map(({ id }) => id),
      );
      await enqueue(
        tx,
        sleepers
          .filter(({ id }) => awake.has(id))
          .map(({ id, runId, ordinal }) => ({ id, kind: ITEM_KIND, groupId: runId, ordinal })),
      );
      return failures;
    },
    { maxWait: 30_000, timeout: 60_000 },
  );
  for (const { runId, leafId } of failed) await acceptStaged(db, runId, leafId);
}

const keysOfFailures = (answers: readonly LateAnswer[]): string[] =>
  answers.flatMap((answer) => ('failure' in answer ? [answer.key] : []));

const toCallRow = ({ ownerId, ...call }: WaitingCall, completion: Completion, price: Price | null) => {
  const { finishReason, promptTokens, cachedTokens, completionTokens, latencyMs } = completion;
  return {
    ...call,
    itemId: ownerId,
    model: stripUnstorable(completion.model),
    response: stripUnstorable(completion.text),
    thought: stripUnstorable(completion.thought),
    finishReason,
    promptTokens,
    cachedTokens,
    completionTokens,
    costPicos: price && costOf(price, completion),
    latencyMs,
  };
};

function spentOn(rows: readonly ReturnType<typeof toCallRow>[]) {
  return [...new Set(rows.map(({ runId }) => runId))].map((runId) => {
    const own = rows.filter((row) => row.runId === runId);
    const sum = (of: (row: (typeof own)[number]) => number) => own.reduce((total, row) => total + of(row), 0);
    return {
      runId,
      calls: 0,
      failed: 0,
      lastFailure: null,
      promptTokens: sum((row) => row.promptTokens),
      completionTokens: sum((row) => row.completionTokens),
      costPicos: own.reduce((total, { costPicos }) => total + (costPicos ?? 0n), 0n),
    };
  });
}

/** Ends sleeping items with failed requests, each with the reason of its first failed request. */
async function failItems(
  tx: Db,
  calls: readonly WaitingCall[],
  sleepers: readonly Sleeper[],
  answers: ReadonlyMap<string, LateAnswer>,
): Promise<Sleeper[]> {
  const failures = calls.flatMap(({ key }) => {
    const answer = answers.get(key);
    return answer && 'failure' in answer ? [{ key, ...answer.failure }] : [];
  });
  const failed: Sleeper[] = [];
  for (const item of sleepers) {
    const waits = await tx.waitingItem.findMany({ where: { itemId: item.id }, select: { key: true } });
    const failure = failures.find(({ key }) => waits.some((each) => each.key === key));
    if (!failure) continue;
    const outcome = { state: 'failed', attempts: 1, samples: 0, dropped: 0 } as const;
    const error = stripUnstorable(failure.message).slice(0, MAX_DETAIL);
    await endItem(tx, item, { ...outcome, errorKind: failure.kind, error });
    await tx.waitingItem.deleteMany({ where: { itemId: item.id } });
    failed.push(item);
  }
  return failed;
}

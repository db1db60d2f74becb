import type { Db } from '@/prisma/client';
import { selectBrokenRules, selectEndedRuns, type BrokenRule } from './repository-invariants';

const PAGE = 100;

/** The one rule that a worker breaks when it loses its lease while it asks. */
export const PAID_TWICE = 'no answer was paid for twice';

export type CheckedRun = { runId: string; broken: BrokenRule[] };

/** Checks the rows and counters of one run that is over. @returns The rules that do not hold; none when all is well. */
export const checkRun = (db: Db, runId: string): Promise<BrokenRule[]> => selectBrokenRules(db, runId);

/** The same for every run that is over and has no worker on it, oldest first. */
export async function* checkRuns(db: Db, signal: AbortSignal): AsyncGenerator<CheckedRun, void, void> {
  let after: string | null = null;
  for (;;) {
    const ids: string[] = await selectEndedRuns(db, { after, limit: PAGE });
    for (const runId of ids) {
      signal.throwIfAborted();
      yield { runId, broken: await checkRun(db, runId) };
    }
    after = ids.at(-1) ?? null;
    if (ids.length < PAGE) return;
  }
}

import type { Db } from '@/prisma/client';
import { findRun } from './repository-views';

/**
 * For how many seconds nothing was done so far, in a run that is about to go on: earlier rests, and the one that ends now.
 * So the time of a trial is not the time that a person took to look at its rows.
 */
export async function restSecondsOf(db: Db, runId: string): Promise<number> {
  const run = await findRun(db, runId);
  if (!run) return 0;
  const { restsSince, snapshot } = run;
  const last = restsSince === null ? 0 : (Date.now() - Date.parse(restsSince)) / 1000;
  return snapshot.restSeconds + Math.max(0, last);
}

import type { RunRow } from './repository-views';

/** Before this share of the items is done, an estimate would mislead. */
const SHARE_NEEDED = 0.03;

/**
 * How long the rest of a run may take, as a range that narrows as more items are done; null when that is not known yet,
 * or the run is not running, or no worker works on it.
 *
 * Computed from the pace since the run started or was last resumed.
 */
export function remainingSeconds(
  run: Pick<RunRow, 'state' | 'isStalled' | 'itemsTotal' | 'itemsDone' | 'itemsFailed' | 'startedAt' | 'snapshot'>,
  now: Date,
): { from: number; to: number } | null {
  if (run.state !== 'running' || run.isStalled || run.startedAt === null) return null;
  const { at, items } = run.snapshot.progressFrom ?? { at: run.startedAt, items: 0 };
  const ended = run.itemsDone + run.itemsFailed;
  const since = ended - items;
  if (since < 1 || ended < run.itemsTotal * SHARE_NEEDED) return null;
  const elapsedSeconds = (now.getTime() - Date.parse(at)) / 1000;
  const rest = (elapsedSeconds / since) * (run.itemsTotal - ended);
  // The relative error of a pace measured over n items is about 1 / √n.
  const doubt = 1 / Math.sqrt(since);
  return { from: Math.round(rest / (1 + doubt)), to: Math.ceil(rest * (1 + doubt)) };
}

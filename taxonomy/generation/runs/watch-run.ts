import type { Database } from '@/prisma/client';
import type { RunDetail, RunSummary } from '../contract';
import { getRun, getRunSummary } from './get-run';
import { isOver } from '../vocabulary';

const LOOK_MS = 1_000;

type Watcher = {
  /** Called with the run as it is now, and again whenever it changes. */
  changed: (run: RunDetail) => void;
  /** Called once, after the last change of a run that is over. */
  ended: () => void;
};

type Watch = { watchers: Set<Watcher>; timer: NodeJS.Timeout; last: RunDetail | null };

// One poll of the database serves everyone in this process who watches the same run.
const watches = new Map<string, Watch>();

/**
 * Reports a run's changes until it is over.
 *
 * @returns A function that stops watching.
 */
export function watchRun(db: Database, runId: string, watcher: Watcher): () => void {
  const watch = watches.get(runId) ?? begin(db, runId);
  watch.watchers.add(watcher);
  if (watch.last) watcher.changed(watch.last);
  return () => {
    watch.watchers.delete(watcher);
    if (watch.watchers.size === 0) end(runId, watch);
  };
}

function begin(db: Database, runId: string): Watch {
  const watch: Watch = { watchers: new Set(), last: null, timer: setTimeout(() => void look(db, runId, watch), 0) };
  watches.set(runId, watch);
  return watch;
}

function end(runId: string, watch: Watch): void {
  clearTimeout(watch.timer);
  if (watches.get(runId) === watch) watches.delete(runId);
}

/** The run's row says whether anything has changed; only then is the rest read. */
async function look(db: Database, runId: string, watch: Watch): Promise<void> {
  try {
    const summary = await getRunSummary(db, runId);
    const isSame = watch.last !== null && isEqual(summary, watch.last);
    if (!isSame) {
      watch.last = await getRun(db, runId);
      for (const { changed } of watch.watchers) changed(watch.last);
    } else if (isOver(summary.state)) {
      // The run is over, and nothing has changed since the last poll.
      for (const { ended } of watch.watchers) ended();
      end(runId, watch);
      return;
    }
  } catch (error) {
    // Postgres may be unreachable; updates continue when it is back.
    console.error(`Run ${runId} could not be read to watch it:`, error);
  }
  if (watch.watchers.size > 0) watch.timer = setTimeout(() => void look(db, runId, watch), LOOK_MS);
}

const isEqual = (summary: RunSummary, { ...last }: RunDetail): boolean =>
  Object.entries(summary).every(([name, value]) => JSON.stringify(value) === JSON.stringify(Reflect.get(last, name)));

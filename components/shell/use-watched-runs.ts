import { useEffect } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { isOver, runStateNames } from '@/taxonomy/generation/vocabulary';
import { api } from '../api';
import { ApiError } from '../api-client';
import { setWatched, watchedRuns } from '../generation/watched-runs';
import { countText } from '../numbers';
import { whatItCovers } from '../generation/run-words';

const EVERY_MS = 5_000;

/** Notifies by the browser of the runs that a person asked it for, also while the page is in the background. */
export function useWatchedRuns(): void {
  useEffect(() => {
    const timer = setInterval(() => {
      for (const runId of watchedRuns()) void check(runId);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
}

async function check(runId: string): Promise<void> {
  try {
    const run = await api.get('/api/v1/runs/{runId}', { params: { runId } });
    if (!isOver(run.state) && run.state !== 'paused' && !run.isStalled) return;
    setWatched(runId, false);
    if (Notification.permission === 'granted') notify(run);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') setWatched(runId, false);
  }
}

function notify(run: RunDetail): void {
  const state = run.isStalled ? 'Stalled' : runStateNames[run.state];
  // With the same tag, several open pages show one notification.
  const shown = new Notification(`${state}: ${whatItCovers(run)}`, {
    body: `${countText(run.samplesKept, 'sample')} kept, by ${run.teacherName}`,
    tag: run.id,
  });
  shown.addEventListener('click', () => {
    window.focus();
    window.location.assign(`/runs/${run.id}`);
  });
}

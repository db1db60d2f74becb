const KEY = 'seedleaf-notify-of-runs';
const MOST = 50;

/** The runs whose end this browser is to notify of, the last one first. Kept on this device only. */
export function watchedRuns(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    // Storage is switched off, or holds something else.
    return [];
  }
}

/** Adds a run to them, or takes it out. */
export function setWatched(runId: string, isWatched: boolean): void {
  const others = watchedRuns().filter((id) => id !== runId);
  try {
    localStorage.setItem(KEY, JSON.stringify(isWatched ? [runId, ...others].slice(0, MOST) : others));
  } catch {
    // Without storage there is no notification, and nothing else is lost.
  }
}

/**
 * Loads code that a key or a click may soon need, when the page is idle. Without it, keys typed while a dialog's code
 * is loading would be lost.
 */
export function loadWhenIdle(...loads: (() => Promise<unknown>)[]): void {
  if (typeof window === 'undefined') return;
  // A load that fails is tried again, and reported, when the dialog opens.
  const start = () => void Promise.allSettled(loads.map((load) => load()));
  // Safari has no requestIdleCallback.
  const schedule = () => ('requestIdleCallback' in window ? window.requestIdleCallback(start) : setTimeout(start, 500));
  if (document.readyState === 'complete') schedule();
  else window.addEventListener('load', schedule, { once: true });
}

import type { Page } from '@playwright/test';
import { quantile, type Figure } from './figure';

/** Added to every request, as round trip: an ordinary connection over the internet. */
const NETWORK_MS = 150;
const DECISIONS = 200;
/** Between two keys, so that each is measured alone; people do not decide faster than ten times a second. */
const PAUSE_MS = 100;
const GOAL_MS = 100;

/**
 * From the press of a key to the next sample painted, real keys in Chromium, with network delay added.
 *
 * Beside it, in turn, a key that does nothing: what the machine takes to paint a frame after any key at all.
 *
 * @param page Signed in, on a review page with at least `DECISIONS` samples waiting.
 */
export async function measureReview(page: Page): Promise<Figure[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: NETWORK_MS,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  // tsx wraps functions in a helper that the page does not have.
  await page.evaluate('globalThis.__name = (each) => each');
  await page.evaluate(watchKeys);
  const decisions: number[] = [];
  const nothing: number[] = [];
  for (let i = 0; i < DECISIONS; i++) {
    decisions.push(await timeKey(page, i % 4 === 3 ? 's' : 'a', 'sample'));
    nothing.push(await timeKey(page, 'q', 'frame'));
  }
  const control = quantile(nothing, 0.95);
  const figure = (metric: string, value: number, goal: string, holds: boolean): Figure => ({
    bench: 'review',
    metric,
    value: Math.round(value * 10) / 10,
    unit: 'ms',
    against: `a key that does nothing, p95 ${control.toFixed(1)} ms`,
    ratio: Math.round((value / control) * 100) / 100,
    goal,
    holds,
  });
  const p95 = quantile(decisions, 0.95);
  return [
    figure('keydown to next sample painted, p50', quantile(decisions, 0.5), 'reported', true),
    figure('keydown to next sample painted, p95', p95, `under ${GOAL_MS} ms`, p95 < GOAL_MS),
  ];
}

async function timeKey(page: Page, key: string, until: 'sample' | 'frame'): Promise<number> {
  await page.evaluate((what) => window.seedleafBench?.expect(what), until);
  await page.keyboard.press(key);
  const ms = await page.evaluate(() => window.seedleafBench?.painted);
  await page.waitForTimeout(PAUSE_MS);
  if (ms === undefined) throw new Error('The page was left while it was being measured.');
  return ms;
}

declare global {
  interface Window {
    seedleafBench?: { expect: (until: 'sample' | 'frame') => void; painted: Promise<number> };
  }
}

/** Runs in the page: from the key's timestamp until the frame with the change is on screen. */
function watchKeys(): void {
  const shown = () => document.querySelector('[data-sample-id]')?.getAttribute('data-sample-id');
  const bench: NonNullable<Window['seedleafBench']> = {
    painted: Promise.resolve(0),
    expect(until) {
      const before = shown();
      bench.painted = new Promise((resolve) => {
        const onKey = (event: KeyboardEvent) => {
          const afterPaint = () =>
            requestAnimationFrame(() => {
              const channel = new MessageChannel();
              channel.port1.addEventListener('message', () => resolve(performance.now() - event.timeStamp));
              channel.port1.start();
              channel.port2.postMessage(null);
            });
          const look = () => {
            if (until === 'frame' || shown() !== before) afterPaint();
            else requestAnimationFrame(look);
          };
          // The page's own handler runs in the same task; its change is in the document right after.
          queueMicrotask(look);
        };
        window.addEventListener('keydown', onKey, { once: true, capture: true });
      });
    },
  };
  window.seedleafBench = bench;
}

import type { Database } from '@/prisma/client';
import { RunDetail } from '@/taxonomy/generation/contract';
import { watchRun } from '@/taxonomy/generation/runs/watch-run';

/** So that nothing between us and the browser takes a quiet run for a dead connection. */
const HEARTBEAT_MS = 15_000;
/** How soon a stream ends after its reader was signed out or shut out. */
const RECHECK_MS = 5_000;
/** A browser that does not read gets no more than this ahead. */
const MOST_WAITING = 4;

/**
 * A run as an event stream. Each event is the run whole, so a browser that comes back needs to be told nothing of
 * what it missed, and its Last-Event-ID does not matter.
 *
 * @param mayStill Asked every few seconds; the stream ends when it says no.
 */
export function runEvents(db: Database, runId: string, mayStill: () => Promise<boolean>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let id = 0;
  let stop = (): void => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
      write('retry: 2000\n\n');
      const unwatch = watchRun(db, runId, {
        changed: (run) => {
          if ((controller.desiredSize ?? 0) < -MOST_WAITING) return;
          id += 1;
          write(`id: ${id}\ndata: ${JSON.stringify(RunDetail.parse(run))}\n\n`);
        },
        ended: () => end(),
      });
      const recheck = setInterval(() => {
        // While the database is away nobody can say; it is asked again.
        mayStill().then((may) => may || end(), console.error);
      }, RECHECK_MS);
      let isOver = false;
      stop = () => {
        isOver = true;
        clearInterval(heartbeat);
        clearInterval(recheck);
        unwatch();
      };
      const end = () => {
        if (isOver) return;
        stop();
        controller.close();
      };
    },
    cancel: () => stop(),
  });
}

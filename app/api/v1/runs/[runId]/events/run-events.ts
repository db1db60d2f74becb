import type { Database } from '@/prisma/client';
import { RunDetail } from '@/taxonomy/generation/contract';
import { watchRun } from '@/taxonomy/generation/runs/watch-run';

/** Keeps proxies and the browser from treating a quiet run as a dead connection. */
const HEARTBEAT_MS = 15_000;
/** How soon a stream ends after its reader has signed out or was disabled. */
const RECHECK_MS = 5_000;
/** The most unread events for a browser that does not read. */
const MAX_UNREAD = 4;

/**
 * A run as an event stream. Each event contains the whole run, so a browser that reconnects has missed nothing, and its
 * Last-Event-ID does not matter.
 *
 * @param mayStill Called every few seconds; the stream ends when it returns false.
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
          if ((controller.desiredSize ?? 0) < -MAX_UNREAD) return;
          id += 1;
          write(`id: ${id}\ndata: ${JSON.stringify(RunDetail.parse(run))}\n\n`);
        },
        ended: () => end(),
      });
      const recheck = setInterval(() => {
        // While the database is unreachable the answer is unknown; it is checked again later.
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

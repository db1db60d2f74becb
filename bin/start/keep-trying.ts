/** Calls that are made again until they succeed. */
export type Retries = {
  /** Calls `act` now, and again every few seconds while it fails. A later call of the same name takes its place. */
  keepTrying(name: string, act: () => void): void;
  stop(): void;
};

const AGAIN_MS = 2_000;

/**
 * For what must be written to the disk at some time, but is no reason to end: the disk may be full. Each failure is
 * said once, and so is its end.
 */
export function makeRetries(say: (line: string) => void, againMs = AGAIN_MS): Retries {
  const timers = new Map<string, NodeJS.Timeout>();
  const keepTrying = (name: string, act: () => void, hasFailed = false): void => {
    clearTimeout(timers.get(name));
    const failedBefore = hasFailed || timers.has(name);
    try {
      act();
      timers.delete(name);
      if (failedBefore) say(`${name} could be written again.`);
    } catch (error) {
      if (!failedBefore) say(`${name} could not be written, trying again: ${withRemedy(error)}`);
      timers.set(name, setTimeout(() => keepTrying(name, act, true), againMs).unref());
    }
  };
  return {
    keepTrying: (name, act) => keepTrying(name, act),
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** What went wrong, and what to do when the disk is full. */
export function withRemedy(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const isFull = /ENOSPC|EDQUOT|No space left|could not extend|disk full/i.test(message);
  return isFull ? `${message}. Free some space on this disk; Seedleaf goes on by itself.` : message;
}

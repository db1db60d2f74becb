/** Retries calls until they succeed. */
export type Retries = {
  /** Calls `act` now, and every few seconds while it fails. A later call with the same name replaces it. */
  keepTrying(name: string, act: () => void): void;
  stop(): void;
};

const AGAIN_MS = 2_000;

/** For disk writes that may wait while the disk is full. Each failure is reported once, and so is the recovery. */
export function makeRetries(say: (line: string) => void, againMs = AGAIN_MS): Retries {
  const timers = new Map<string, NodeJS.Timeout>();
  const keepTrying = (name: string, act: () => void, hasFailed = false): void => {
    clearTimeout(timers.get(name));
    const failedBefore = hasFailed || timers.has(name);
    try {
      act();
      timers.delete(name);
      if (failedBefore) say(`${name} is written again.`);
    } catch (error) {
      if (!failedBefore) say(`${name} could not be written, retrying: ${withRemedy(error)}`);
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

/** The error's message, with a remedy when the disk is full. */
export function withRemedy(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const isFull = /ENOSPC|EDQUOT|No space left|could not extend|disk full/i.test(message);
  return isFull ? `${message}. Free some space on this disk. Seedleaf then continues by itself.` : message;
}

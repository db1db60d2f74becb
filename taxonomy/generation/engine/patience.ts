export type Patience = {
  /** How long one call is retried while the teacher is busy or unreachable. */
  busyMs: number;
  /** How often a call is tried that times out or comes back garbled: these tries may have cost something. */
  tries: number;
  firstPauseMs: number;
};

export const patience: Patience = { busyMs: 10 * 60_000, tries: 3, firstPauseMs: 1_000 };

export const LONGEST_PAUSE_MS = 30_000;

/** Checking whether a server is reachable costs nothing. */
export const UNREACHABLE_PAUSE_MS = 2_000;

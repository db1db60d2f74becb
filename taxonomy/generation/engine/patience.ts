export type Patience = {
  /** How long one call is tried while the teacher is busy or away. */
  busyMs: number;
  /** How often one call is tried that runs out of time or comes back garbled: these may have cost something. */
  tries: number;
  firstPauseMs: number;
};

export const patience: Patience = { busyMs: 10 * 60_000, tries: 3, firstPauseMs: 1_000 };

export const LONGEST_PAUSE_MS = 30_000;

/** Asking whether anybody is there costs nothing. */
export const UNREACHABLE_PAUSE_MS = 2_000;

import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Slots, Turn } from './slots';
import { TeacherError, type Completion, type CompletionRequest, type TeacherClient } from './teacher';

export type Patience = {
  /** How long one call is tried while the teacher is busy or away. */
  busyMs: number;
  /** How often one call is tried that runs out of time or comes back garbled: these may have cost something. */
  tries: number;
  firstPauseMs: number;
};

export const patience: Patience = { busyMs: 10 * 60_000, tries: 3, firstPauseMs: 1_000 };

const LONGEST_PAUSE_MS = 30_000;

/** How one try went. One that was abandoned may have cost something, but nobody will know. */
export type CallOutcome = 'answered' | 'abandoned' | TeacherError;

export type Asking = {
  client: TeacherClient;
  slots: Slots;
  turn: Turn;
  /** Aborted: no further try. A try that is under way goes on, since its answer is paid for. */
  stop: AbortSignal;
  /** Aborted: the try that is under way is given up too. */
  abandon: AbortSignal;
  /** Called with a slot in hand, right before the call is sent; throws when the run may make no more calls. */
  readonly beforeCall: () => void;
  /** Called after each try. */
  readonly afterCall: (outcome: CallOutcome) => void;
  patience?: Patience;
};

/**
 * One call, tried again as long as that makes sense.
 *
 * While the teacher is busy (429, 503) or away, tries are limited by time, not by number, and a call that waits for
 * its next try holds no slot. The teacher's own Retry-After is heeded.
 *
 * @throws TeacherError the last failure, or one that no further try can mend.
 */
export async function askPatiently(request: CompletionRequest, asking: Asking): Promise<Completion> {
  const { tries, busyMs, firstPauseMs } = asking.patience ?? patience;
  const startedAt = performance.now();
  let costly = 0;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const outcome = await tryOnce(request, asking);
    if (!(outcome instanceof TeacherError)) return outcome;
    if (!outcome.isRetryable) throw outcome;
    if (isBought(outcome)) costly += 1;
    if (costly >= tries || performance.now() - startedAt > busyMs) throw outcome;
    // Spread a little, so that calls which failed together do not come back together.
    const waitMs = (outcome.options.retryAfterMs ?? pauseMs) + randomInt(Math.max(1, Math.ceil(pauseMs / 4)));
    await sleep(waitMs, undefined, { signal: asking.stop }).catch(() => asking.stop.throwIfAborted());
  }
}

async function tryOnce(request: CompletionRequest, asking: Asking): Promise<Completion | TeacherError> {
  const { client, slots, turn, stop, abandon } = asking;
  const release = await slots.acquire(turn, stop);
  try {
    asking.beforeCall();
  } catch (error) {
    release();
    throw error;
  }
  try {
    const completion = await client.complete(request, abandon);
    slots.speedUp();
    asking.afterCall('answered');
    return completion;
  } catch (error) {
    const failure = abandon.aborted ? null : teacherErrorOf(error);
    if (failure?.kind === 'rate_limit') slots.slowDown();
    asking.afterCall(failure ?? 'abandoned');
    if (!failure) throw error;
    return failure;
  } finally {
    release();
  }
}

/** The teacher has worked on it, or may have: it counts towards the budget. */
export const isBought = (failure: TeacherError): boolean => failure.kind === 'timeout' || failure.kind === 'bad_answer';

const teacherErrorOf = (error: unknown): TeacherError | null => (error instanceof TeacherError ? error : null);

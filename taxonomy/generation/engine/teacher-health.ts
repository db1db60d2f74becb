import type { TeacherError, TeacherErrorKind } from '../teacher/teacher';

/** How long a teacher may fail before a run stops. */
export type HealthLimits = {
  /** Nothing has ever answered at its address. */
  neverReachedMs: number;
  /** It can be reached, but no call has ever succeeded. */
  neverAnsweredMs: number;
  /** It is loading its model. */
  loadingMs: number;
  /** It has answered before. */
  silentMs: number;
};

export const healthLimits: HealthLimits = {
  neverReachedMs: 8_000,
  neverAnsweredMs: 60_000,
  loadingMs: 10 * 60_000,
  silentMs: 5 * 60_000,
};

/** A run stops after this many failures in a row of calls that reached the teacher. */
const MAX_IN_A_ROW = { neverAnswered: 9, answered: 250 };
/** Refusals do not go away by themselves. If no call has ever succeeded, a few are enough to stop. */
const MAX_REFUSALS = 3;
const WARN_AFTER_MS = 5_000;

const refusals: ReadonlySet<TeacherErrorKind> = new Set(['refused_request', 'too_long', 'only_thought']);
const comesBack: ReadonlySet<TeacherErrorKind> = new Set(['unreachable', 'overloaded', 'loading', 'rate_limit']);

/** Watches the outcomes of a run's calls, and decides when to warn people and when to stop the run. */
export class TeacherHealth {
  private since: number | null = null;
  private inARow = 0;
  private last: TeacherError | null = null;

  constructor(
    private hasAnswered: boolean,
    private readonly limits: HealthLimits = healthLimits,
  ) {}

  /** @param tookMs How long the call took. @returns The reason to stop the run; null to go on. */
  record(outcome: 'answered' | 'abandoned' | TeacherError, now = performance.now(), tookMs = 0): string | null {
    if (outcome === 'abandoned') return null;
    if (outcome === 'answered') {
      this.hasAnswered = true;
      this.since = null;
      this.inARow = 0;
      return null;
    }
    this.last = outcome;
    this.since ??= now - tookMs;
    if (outcome.kind === 'auth') return outcome.message;
    if (outcome.kind === 'rate_limit') return null;
    if (comesBack.has(outcome.kind)) {
      return now - this.since > this.limitFor(outcome.kind)
        ? `${outcome.message} The run was stopped. Resume it once this is fixed.`
        : null;
    }
    this.inARow += 1;
    const isRefusal = refusals.has(outcome.kind);
    if (isRefusal && !this.hasAnswered && this.inARow >= MAX_REFUSALS) return outcome.message;
    const most = this.hasAnswered ? MAX_IN_A_ROW.answered : MAX_IN_A_ROW.neverAnswered;
    return this.inARow >= most ? `${outcome.message} This happened ${this.inARow} times in a row.` : null;
  }

  private limitFor(kind: TeacherErrorKind): number {
    const { neverReachedMs, neverAnsweredMs, loadingMs, silentMs } = this.limits;
    if (kind === 'loading') return loadingMs;
    if (this.hasAnswered) return silentMs;
    return kind === 'unreachable' ? neverReachedMs : neverAnsweredMs;
  }

  /** A warning to show while the run goes on, or null. */
  warning(now = performance.now()): string | null {
    if (this.since === null || this.last === null) return null;
    const isLongWait = (this.last.options.retryAfterMs ?? 0) > WARN_AFTER_MS;
    if (now - this.since < WARN_AFTER_MS && !isLongWait) return null;
    return `${this.last.message} The run retries and continues by itself.`;
  }
}

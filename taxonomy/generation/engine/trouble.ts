import type { CallOutcome } from './call';
import type { TeacherError, TeacherErrorKind } from '../teacher/teacher';

/** How long a teacher may fail before a run stops. */
export type TroubleLimits = {
  /** Nobody is at its address, and nobody has ever been. */
  neverReachedMs: number;
  /** It is there, but fails, and has never answered. */
  neverAnsweredMs: number;
  /** It loads its model. */
  loadingMs: number;
  /** It has answered before. */
  silentMs: number;
};

export const troubleLimits: TroubleLimits = {
  neverReachedMs: 8_000,
  neverAnsweredMs: 60_000,
  loadingMs: 10 * 60_000,
  silentMs: 5 * 60_000,
};

/** Failures in a row, of calls that the teacher did take, after which it is no use to go on. */
const MOST_IN_A_ROW = { neverAnswered: 9, answered: 250 };
/** Refusals of this kind never mend themselves; a few tell enough when nothing has ever gone well. */
const MOST_REFUSALS = 3;
const WORTH_SAYING_MS = 5_000;

const refusals: ReadonlySet<TeacherErrorKind> = new Set(['refused_request', 'too_long', 'only_thought']);
const comesBack: ReadonlySet<TeacherErrorKind> = new Set(['unreachable', 'overloaded', 'loading', 'rate_limit']);

/** Watches how a run's calls go, and says when a person should know or the run had better stop. */
export class Trouble {
  private since: number | null = null;
  private inARow = 0;
  private last: TeacherError | null = null;

  constructor(
    private hasAnswered: boolean,
    private readonly limits: TroubleLimits = troubleLimits,
  ) {}

  /** @param tookMs How long the call took. @returns Why the run should stop; null while it may go on. */
  note(outcome: CallOutcome, now = performance.now(), tookMs = 0): string | null {
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
    if (isRefusal && !this.hasAnswered && this.inARow >= MOST_REFUSALS) return outcome.message;
    const most = this.hasAnswered ? MOST_IN_A_ROW.answered : MOST_IN_A_ROW.neverAnswered;
    return this.inARow >= most ? `${outcome.message} It was so ${this.inARow} times in a row.` : null;
  }

  private limitFor(kind: TeacherErrorKind): number {
    const { neverReachedMs, neverAnsweredMs, loadingMs, silentMs } = this.limits;
    if (kind === 'loading') return loadingMs;
    if (this.hasAnswered) return silentMs;
    return kind === 'unreachable' ? neverReachedMs : neverAnsweredMs;
  }

  /** What a person should know while the run goes on, or null. */
  say(now = performance.now()): string | null {
    if (this.since === null || this.last === null) return null;
    const isLongWait = (this.last.options.retryAfterMs ?? 0) > WORTH_SAYING_MS;
    if (now - this.since < WORTH_SAYING_MS && !isLongWait) return null;
    return `${this.last.message} The run tries again and goes on by itself.`;
  }
}

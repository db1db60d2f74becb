import type { CallOutcome } from './call';
import type { TeacherError, TeacherErrorKind } from '../teacher/teacher';

export type TroubleLimits = {
  /** How long a teacher may be away or broken before a run stops: one that has never answered, and one that has. */
  neverAnsweredMs: number;
  silentMs: number;
};

export const troubleLimits: TroubleLimits = { neverAnsweredMs: 60_000, silentMs: 5 * 60_000 };

/** Failures in a row, of calls that the teacher did take, after which it is no use to go on. */
const MOST_IN_A_ROW = { neverAnswered: 9, answered: 250 };
/** Refusals of this kind never mend themselves; a few tell enough when nothing has ever gone well. */
const MOST_REFUSALS = 3;
const WORTH_SAYING_MS = 5_000;

const comesBack: ReadonlySet<TeacherErrorKind> = new Set(['unreachable', 'overloaded', 'rate_limit']);

/** Watches how a run's calls go, and says when a person should know or the run had better stop. */
export class Trouble {
  private since: number | null = null;
  private inARow = 0;
  private last: TeacherError | null = null;

  constructor(
    private hasAnswered: boolean,
    private readonly limits: TroubleLimits = troubleLimits,
  ) {}

  /** @returns Why the run should stop; null while it may go on. */
  note(outcome: CallOutcome, now = performance.now()): string | null {
    if (outcome === 'abandoned') return null;
    if (outcome === 'answered') {
      this.hasAnswered = true;
      this.since = null;
      this.inARow = 0;
      return null;
    }
    this.last = outcome;
    this.since ??= now;
    if (outcome.kind === 'auth') return outcome.message;
    if (outcome.kind === 'rate_limit') return null;
    if (comesBack.has(outcome.kind)) {
      const limitMs = this.hasAnswered ? this.limits.silentMs : this.limits.neverAnsweredMs;
      return now - this.since > limitMs
        ? `${outcome.message} The run was stopped; resume it when that is mended.`
        : null;
    }
    this.inARow += 1;
    const isRefusal = outcome.kind === 'refused_request' || outcome.kind === 'too_long';
    if (isRefusal && !this.hasAnswered && this.inARow >= MOST_REFUSALS) return outcome.message;
    const most = this.hasAnswered ? MOST_IN_A_ROW.answered : MOST_IN_A_ROW.neverAnswered;
    return this.inARow >= most ? `${outcome.message} It was so ${this.inARow} times in a row.` : null;
  }

  /** What a person should know while the run goes on, or null. */
  say(now = performance.now()): string | null {
    if (this.since === null || this.last === null || now - this.since < WORTH_SAYING_MS) return null;
    return `${this.last.message} The run tries again and goes on by itself.`;
  }
}

import { Breaker, type OpenBreaker } from '../teacher/breaker';
import { ConcurrencyLimit } from '../teacher/concurrency-limit';
import { Pace, type PerMinute } from '../teacher/pace';
import type { ServerReport } from '../teacher/server-states';
import {
  TeacherError,
  type Completion,
  type CompletionRequest,
  type TeacherClient,
  type TeacherErrorKind,
} from '../teacher/teacher';

export type Closable = TeacherClient & { readonly address?: string; close(): Promise<void> };

const serverFailures: ReadonlySet<TeacherErrorKind> = new Set([
  'timeout',
  'overloaded',
  'loading',
  'unreachable',
  'auth',
  'bad_answer',
]);

const MAX_REASON = 500;

type ReplicaOptions = {
  /** Parallel calls of this worker. */
  slots: number;
  perMinute: PerMinute;
};

/** One server of a teacher: how many calls it takes now, and whether it works. */
export class Replica {
  inUse = 0;
  private readonly limit: ConcurrencyLimit;
  private readonly breaker = new Breaker();
  private readonly pace: Pace;

  constructor(
    public client: Closable,
    { slots, perMinute }: ReplicaOptions,
  ) {
    this.limit = new ConcurrencyLimit(slots);
    this.pace = new Pace(perMinute, performance.now());
  }

  get breakerState(): OpenBreaker | null {
    return this.breaker.state;
  }

  /** What a worker says about it to others. */
  report(): ServerReport {
    const { state, isHalfOpen } = this.breaker;
    const open = state && { ...state, reason: state.reason.slice(0, MAX_REASON), isTrying: isHalfOpen };
    return { address: this.client.address ?? '', open };
  }

  resize(slots: number, perMinute: PerMinute): void {
    this.limit.resize(slots);
    this.pace.limit(perMinute, performance.now());
  }

  /** How many more calls it takes now. */
  room(): number {
    const allowed = this.breaker.allows(Date.now());
    if (allowed === 'none') return 0;
    const free = Math.max(0, Math.min(this.limit.now - this.inUse, this.pace.room(performance.now())));
    return allowed === 'one' ? Math.min(1, free) : free;
  }

  /** In how many milliseconds it may take calls again by itself; null when only the end of a call makes room. */
  roomInMs(): number | null {
    const { state } = this.breaker;
    if (state) return this.breaker.allows(Date.now()) === 'none' ? Math.max(1, state.nextTryAt - Date.now()) : null;
    if (this.limit.now <= this.inUse) return null;
    const now = performance.now();
    return Math.max(1, this.pace.nextRoomAt(now) - now);
  }

  /** The share of its slots that is in use. */
  get load(): number {
    return this.inUse / Math.max(1, this.limit.now);
  }

  /** @throws TeacherError, or the signal's reason. */
  async complete(request: CompletionRequest, signal: AbortSignal, timeoutMs: number | null): Promise<Completion> {
    this.inUse += 1;
    this.breaker.begin();
    const reserved = this.pace.begin(performance.now());
    const onLimit = (said: Parameters<Pace['follow']>[0]) => this.pace.follow(said, performance.now());
    try {
      const completion = await this.client.complete(request, signal, { timeoutMs, onLimit });
      this.limit.onAnswer();
      this.breaker.succeed(Date.now());
      this.pace.end(reserved, completion.promptTokens + completion.completionTokens, performance.now());
      return completion;
    } catch (error) {
      this.noteFailure(error);
      throw error;
    } finally {
      this.inUse -= 1;
    }
  }

  private noteFailure(error: unknown): void {
    if (!(error instanceof TeacherError)) return this.breaker.leave();
    const { retryAfterMs } = error.options;
    if (error.kind === 'rate_limit' && this.limit.onRefusal() && retryAfterMs !== undefined)
      this.pace.pause(retryAfterMs, performance.now());
    if (serverFailures.has(error.kind)) this.breaker.fail(Date.now(), error.message);
    else this.breaker.succeed(Date.now());
  }
}

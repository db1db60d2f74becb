import { Latencies } from '../teacher/latencies';
import type { PerMinute } from '../teacher/pace';
import type { ServerReport } from '../teacher/server-states';
import { Slots } from '../teacher/slots';
import { TeacherError, type Completion, type CompletionRequest } from '../teacher/teacher';
import { Replica, type Closable } from './replica';
import { Stragglers } from './stragglers';

/** Connections to a teacher, and what a worker must know about it. */
export type OpenTeacher = {
  client: Closable;
  /** Further servers with the same model. */
  others?: Closable[];
  /** Parallel calls at each server, over all workers. */
  slots: number;
  /** The limits of each server, over all workers. */
  perMinute?: PerMinute;
  model: string;
};

/** Opens a connection to a teacher, with its key. @throws DomainError when it is not available. */
export type OpenTeacherOf = (teacherId: string) => Promise<OpenTeacher>;

const REOPEN_AFTER_MS = 5_000;

/**
 * A teacher in use by this worker: one queue for all its runs, and one or more servers. Each call goes to the server
 * that is least busy; a request that is sent again goes to another one, if there is one with room.
 */
export class TeacherInUse {
  readonly model: string;
  readonly slots: Slots;
  private readonly replicas: Replica[];
  private readonly latencies = new Latencies();
  private readonly stragglers: Stragglers;
  /** Where requests were sent last, and how often they took too long. */
  private readonly sent = new WeakMap<CompletionRequest, { replica: Replica; timeouts: number }>();
  private readonly size: number;
  private readonly perMinute: PerMinute;
  private openedAt = performance.now();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    opened: OpenTeacher,
    workers: number,
    private readonly reopen: () => Promise<OpenTeacher>,
    onLow: () => void,
  ) {
    this.model = opened.model;
    this.size = opened.slots;
    this.perMinute = opened.perMinute ?? { requests: null, tokens: null };
    const slots = shareOf(this.size, workers);
    const perMinute = sharedBy(workers, this.perMinute);
    this.replicas = clientsIn(opened).map((client) => new Replica(client, { slots, perMinute }));
    this.slots = new Slots(slots * this.replicas.length, onLow, () => this.takes());
    this.stragglers = new Stragglers(() => this.slots.isIdle);
  }

  /** @throws TeacherError, or the signal's reason. */
  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion> {
    const before = this.sent.get(request);
    const replica = this.leastBusy(before?.replica);
    const timeouts = before?.timeouts ?? 0;
    this.sent.set(request, { replica, timeouts });
    const tokens = sizeOf(request);
    const timeoutMs = this.latencies.limitMs(tokens, timeouts);
    const startedAt = performance.now();
    let tookMs: number | null = null;
    this.latencies.begin(tokens);
    try {
      const completion = await replica.complete(request, signal, timeoutMs);
      tookMs = performance.now() - startedAt;
      return completion;
    } catch (error) {
      if (!(error instanceof TeacherError)) throw error;
      if (error.kind === 'timeout') {
        tookMs = performance.now() - startedAt;
        this.sent.set(request, { replica, timeouts: timeouts + 1 });
      }
      if (error.kind === 'unreachable') await this.reconnect();
      throw this.isOneOfSeveral(replica) && error.kind === 'auth' ? asUnreachable(error) : error;
    } finally {
      this.latencies.end(tokens, tookMs);
    }
  }

  /** Calls `again` once if the call is unusually slow and slots are idle. @returns Ends the watch. */
  onStraggling(request: CompletionRequest, again: () => void): () => void {
    return this.stragglers.watch(() => this.latencies.stragglerAfterMs(sizeOf(request)), again);
  }

  /** Its servers, as a worker reports them. */
  report(): ServerReport[] {
    return this.replicas.map((replica) => replica.report());
  }

  /** Which of its servers are not asked for now, since when, and when they are tried next; null when all are asked. */
  warning(): string | null {
    const open = this.replicas.map(({ breakerState }) => breakerState).filter((state) => state !== null);
    const sentences = open.map(
      ({ since, nextTryAt, reason }) =>
        `${reason} It has been given no calls since ${timeText(since)} and is tried again at ${timeText(nextTryAt)}.`,
    );
    return sentences.length === 0 ? null : sentences.join(' ');
  }

  /** Sets how many workers now share the teacher's slots. */
  share(workers: number): void {
    const slots = shareOf(this.size, workers);
    for (const replica of this.replicas) replica.resize(slots, sharedBy(workers, this.perMinute));
    this.slots.resize(slots * this.replicas.length);
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await Promise.all(this.replicas.map(({ client }) => client.close()));
  }

  /** How many calls may be in flight now. When time alone makes room, the queue is served again then. */
  private takes(): number {
    const room = this.replicas.reduce((sum, replica) => sum + replica.room(), 0);
    if (room === 0) this.serveLater();
    return room + this.replicas.reduce((sum, { inUse }) => sum + inUse, 0);
  }

  private serveLater(): void {
    const waits = this.replicas.map((replica) => replica.roomInMs()).filter((ms) => ms !== null);
    if (waits.length === 0 || this.timer) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.slots.serve();
      },
      Math.min(...waits),
    ).unref();
  }

  private leastBusy(avoided: Replica | undefined): Replica {
    const withRoom = this.replicas.filter((replica) => replica.room() > 0);
    const others = withRoom.filter((replica) => replica !== avoided);
    const from = [others, withRoom, this.replicas].find((each) => each.length > 0) ?? this.replicas;
    return from.reduce((best, each) => (each.load < best.load ? each : best));
  }

  private isOneOfSeveral(failed: Replica): boolean {
    return this.replicas.some((replica) => replica !== failed && replica.breakerState === null);
  }

  /** The practice teacher listens elsewhere after a restart, and a person may have corrected an address. */
  private async reconnect(): Promise<void> {
    if (performance.now() - this.openedAt < REOPEN_AFTER_MS) return;
    this.openedAt = performance.now();
    try {
      const clients = clientsIn(await this.reopen());
      for (const [i, replica] of this.replicas.entries()) replica.client = clients[i] ?? replica.client;
    } catch {
      // Keeps the old connection: the failure of the call itself says more.
    }
  }
}

const clientsIn = ({ client, others = [] }: OpenTeacher): Closable[] => [client, ...others];

const timeText = (at: number): string => `${new Date(at).toISOString().slice(11, 19)} UTC`;

/** Roughly how long an answer may get. */
const sizeOf = ({ maxTokens, needsRoomToThink }: CompletionRequest): number => maxTokens * (needsRoomToThink ? 8 : 1);

/** A server that refuses the key is only one of several: the others go on, and this one is tried again later. */
const asUnreachable = (error: TeacherError) => new TeacherError('unreachable', error.message, { cause: error });

/** Workers share a teacher's slots evenly; each has at least one. */
const shareOf = (slots: number, workers: number): number => Math.max(1, Math.floor(slots / workers));

const sharedBy = (workers: number, { requests, tokens }: PerMinute): PerMinute => ({
  requests: requests === null ? null : Math.max(1, requests / workers),
  tokens: tokens === null ? null : Math.max(1, tokens / workers),
});

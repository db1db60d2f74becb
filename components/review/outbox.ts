import { ApiError } from '@/components/api-client';
import type { DecideManyAnswer, DecideOutcome, DecideRequest } from '@/taxonomy/review/contract';
import { OutboxStorage, type DeviceStorage, type RefusedDecision } from './outbox-storage';

export type OutboxStatus = {
  /** Decisions that the server has not confirmed. */
  unsaved: number;
  /** Why they are not confirmed, if something is wrong; they are kept on this device and sent again. */
  problem: string | null;
  /** Decisions that the server refused: kept on this device until the person has sent them again or discarded them. */
  refused: readonly RefusedDecision[];
};

type Options = {
  /** Whose decisions these are: they are never sent when somebody else is signed in. */
  personId: string;
  send: (decisions: DecideRequest[], options: { keepalive: boolean }) => Promise<DecideManyAnswer>;
  /** The server's answers to the decisions of one request. */
  onOutcomes: (outcomes: DecideOutcome[], decisions: DecideRequest[]) => void;
  storage: DeviceStorage;
};

const BATCH = 100;
/** When a page closes, browsers send at most 64 KiB of its request. */
const KEEPALIVE_BYTES = 60_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
/** How many server errors a decision may cause before it is set aside. */
const MAX_SERVER_ERRORS = 2;

/** The decision itself may be the problem, so the others must not wait behind it. */
const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.code === 'invalid' || error.code === 'internal');

/**
 * Sends decisions in the background, in the order in which they were made, and loses none.
 *
 * Each is first written to this device's storage (one key per decision, so that two tabs do not overwrite each other)
 * and removed when the server has answered it. What a closed tab or a lost network left behind is sent by the next tab
 * of the same person; the server counts a decision once by its id.
 */
export class Outbox {
  private queue: DecideRequest[];
  private batchSize = BATCH;
  private isSending = false;
  private retryMs = FIRST_RETRY_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private status: OutboxStatus;
  private readonly stored: OutboxStorage;
  private readonly listeners = new Set<() => void>();
  /** The last decision on each sample, which the next one refers to. */
  private readonly last = new Map<string, string>();
  private readonly refusals = new Map<string, number>();

  constructor(private readonly options: Options) {
    this.stored = new OutboxStorage(options.storage, options.personId);
    this.queue = this.stored.unsent();
    for (const { sampleId, id } of this.queue) this.last.set(sampleId, id);
    this.status = { unsaved: this.queue.length, problem: null, refused: this.stored.refused() };
    if (this.queue.length > 0) void this.flush();
  }

  /** Queues a decision; returns it as it will be sent. */
  add(given: DecideRequest): DecideRequest {
    const after = this.last.get(given.sampleId);
    const decision = after ? { ...given, after } : given;
    this.last.set(decision.sampleId, decision.id);
    const isStored = this.stored.keep(decision);
    this.queue.push(decision);
    this.publish(
      isStored ? this.status.problem : 'This device’s storage is full. Keep this tab open until everything is saved.',
    );
    void this.flush();
    return decision;
  }

  readonly getStatus = (): OutboxStatus => this.status;

  /** Decisions that are not sent yet, oldest first. */
  readonly unsent = (): readonly DecideRequest[] => this.queue;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Retries now, for example when the network is back. */
  readonly retryNow = (): void => {
    clearTimeout(this.timer);
    void this.flush();
  };

  /** Forgets a refused decision, for example after its text was copied or rewritten. */
  readonly discardRefused = (decisionId: string): void => {
    this.stored.forgetRefused(decisionId);
    this.status = { ...this.status, refused: this.status.refused.filter(({ decision }) => decision.id !== decisionId) };
    this.publish(this.status.problem);
  };

  /** Sends the queue. Resolves with the number of unsent decisions: 0, or what is left after `limitMs`. */
  readonly flushed = (limitMs: number): Promise<number> =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        unsubscribe();
        resolve(this.queue.length);
      };
      const timer = setTimeout(end, limitMs);
      const look = () => this.queue.length === 0 && end();
      const unsubscribe = this.subscribe(look);
      this.retryNow();
      look();
    });

  private async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    while (this.queue.length > 0 && (await this.sendBatch(this.queue.slice(0, this.batchSize))));
    this.isSending = false;
    if (this.queue.length === 0) this.batchSize = BATCH;
  }

  /** True when the batch was answered and the next may be sent. */
  private async sendBatch(batch: DecideRequest[]): Promise<boolean> {
    try {
      // In bytes, because a Chinese character takes three.
      const keepalive = new TextEncoder().encode(JSON.stringify(batch)).length < KEEPALIVE_BYTES;
      const { outcomes } = await this.options.send(batch, { keepalive });
      this.applyOutcomes(outcomes, batch);
      return true;
    } catch (error) {
      if (isRefusal(error) && batch.length > 1) {
        // Sending one at a time shows which one is the problem.
        this.batchSize = 1;
        return true;
      }
      const [first] = batch;
      if (isRefusal(error) && first && this.isRefusedForGood(first, error)) {
        this.setAside(first, error.message);
        return true;
      }
      this.publish(error instanceof ApiError ? error.message : 'Something went wrong on this page.');
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.flush(), this.retryMs);
      this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
      return false;
    }
  }

  private applyOutcomes(outcomes: DecideOutcome[], batch: DecideRequest[]): void {
    this.queue = this.queue.slice(batch.length);
    this.retryMs = FIRST_RETRY_MS;
    for (const { id, outcome, sampleId, message } of outcomes) {
      if (outcome === 'recorded' || outcome === 'repeated') continue;
      this.last.delete(sampleId);
      const decision = batch.find((each) => each.id === id);
      if (outcome === 'refused' && decision) this.refuse(decision, message ?? '');
    }
    for (const { id } of batch) this.stored.forget(id);
    this.publish(null);
    this.options.onOutcomes(outcomes, batch);
  }

  /** An invalid request stays invalid; a server error may be gone the next time. */
  private isRefusedForGood({ id }: DecideRequest, { code }: ApiError): boolean {
    const times = (this.refusals.get(id) ?? 0) + 1;
    this.refusals.set(id, times);
    return code === 'invalid' || times >= MAX_SERVER_ERRORS;
  }

  private setAside(decision: DecideRequest, message: string): void {
    const { id, sampleId } = decision;
    this.refuse(decision, message);
    this.queue = this.queue.slice(1);
    this.retryMs = FIRST_RETRY_MS;
    this.last.delete(sampleId);
    this.publish(null);
    const outcome = { id, sampleId, outcome: 'refused', message, by: null, isYours: false, sample: null } as const;
    this.options.onOutcomes([outcome], [decision]);
  }

  private refuse(decision: DecideRequest, message: string): void {
    this.stored.refuse(decision, message);
    this.status = { ...this.status, refused: [...this.status.refused, { decision, message }] };
  }

  private publish(problem: string | null): void {
    this.status = { ...this.status, unsaved: this.queue.length, problem };
    for (const listener of this.listeners) listener();
  }
}

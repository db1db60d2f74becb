import { ApiError } from '@/components/api-client';
import type { DecideManyAnswer, DecideOutcome, DecideRequest } from '@/taxonomy/review/contract';

export type OutboxStatus = {
  /** Decisions that the server has not confirmed. */
  unsaved: number;
  /** Why they are not, when something is wrong; they are kept on this device and sent again. */
  problem: string | null;
};

type Options = {
  send: (decisions: DecideRequest[], options: { keepalive: boolean }) => Promise<DecideManyAnswer>;
  /** What the server said of the decisions that were sent with one request. */
  onOutcomes: (outcomes: DecideOutcome[], decisions: DecideRequest[]) => void;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
};

const PREFIX = 'seedleaf.decision.';
const REFUSED_PREFIX = 'seedleaf.refused.';
const BATCH = 100;
/** Browsers send a request of a page that is going away only up to 64 KiB. */
const KEEPALIVE_BYTES = 60_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

/**
 * Sends decisions in the order in which they were made, behind the reviewer's back, and loses none.
 *
 * Each is written to this device's storage before anything else (one key a decision, so that two tabs do not
 * overwrite each other) and removed once the server has answered for it. What a closed tab or a lost network
 * left behind is sent again by the next one; the server counts a decision once by its id.
 */
export class Outbox {
  private queue: DecideRequest[];
  private batchSize = BATCH;
  private isSending = false;
  private retryMs = FIRST_RETRY_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private status: OutboxStatus;
  private readonly listeners = new Set<() => void>();
  /** The last decision on each sample, by which the next one is tied to it. */
  private readonly last = new Map<string, string>();

  constructor(private readonly options: Options) {
    this.queue = readStored(options.storage);
    this.status = { unsaved: this.queue.length, problem: null };
    if (this.queue.length > 0) void this.flush();
  }

  add(given: DecideRequest): void {
    const after = this.last.get(given.sampleId);
    const decision = after ? { ...given, after } : given;
    this.last.set(decision.sampleId, decision.id);
    this.options.storage.setItem(PREFIX + decision.id, JSON.stringify(decision));
    this.queue.push(decision);
    this.publish(this.status.problem);
    void this.flush();
  }

  readonly getStatus = (): OutboxStatus => this.status;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Tries at once what waits for its next try, as when the network is back. */
  readonly retryNow = (): void => {
    clearTimeout(this.timer);
    void this.flush();
  };

  private async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    while (this.queue.length > 0 && (await this.sendBatch(this.queue.slice(0, this.batchSize))));
    this.isSending = false;
    this.batchSize = BATCH;
  }

  /** True when the batch was answered and the next may go. */
  private async sendBatch(batch: DecideRequest[]): Promise<boolean> {
    try {
      const keepalive = JSON.stringify(batch).length < KEEPALIVE_BYTES;
      const { outcomes } = await this.options.send(batch, { keepalive });
      for (const { id } of batch) this.options.storage.removeItem(PREFIX + id);
      this.queue = this.queue.slice(batch.length);
      this.retryMs = FIRST_RETRY_MS;
      for (const { outcome, sampleId } of outcomes) {
        if (outcome === 'conflict' || outcome === 'not_found') this.last.delete(sampleId);
      }
      this.publish(null);
      this.options.onOutcomes(outcomes, batch);
      return true;
    } catch (error) {
      // The server will never take it, as after an update of Seedleaf: the others must not wait behind it.
      if (error instanceof ApiError && error.code === 'invalid') return this.setAside(batch, error);
      this.publish(error instanceof ApiError ? error.message : 'Something went wrong on this page.');
      this.timer = setTimeout(() => void this.flush(), this.retryMs);
      this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
      return false;
    }
  }

  /** Finds the decision that was refused by sending one at a time, and keeps it on the device, out of the way. */
  private setAside(batch: DecideRequest[], error: ApiError): boolean {
    const [first] = batch;
    if (batch.length > 1 || !first) {
      this.batchSize = 1;
      return true;
    }
    this.options.storage.setItem(REFUSED_PREFIX + first.id, JSON.stringify(first));
    this.options.storage.removeItem(PREFIX + first.id);
    this.queue = this.queue.slice(1);
    this.publish(`One decision was refused and is kept on this device: ${error.message}`);
    return true;
  }

  private publish(problem: string | null): void {
    this.status = { unsaved: this.queue.length, problem };
    for (const listener of this.listeners) listener();
  }
}

/** What an earlier page left, oldest first: ids are UUIDs of version 7, which sort by time. */
function readStored(storage: Options['storage']): DecideRequest[] {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
  const ours = keys.filter((key) => key.startsWith(PREFIX)).toSorted((a, b) => (a < b ? -1 : 1));
  return ours.flatMap((key) => parseStored(storage.getItem(key)));
}

function parseStored(text: string | null): DecideRequest[] {
  try {
    // Written by `add` above; the server checks it again, field by field.
    return text ? [JSON.parse(text) as DecideRequest] : [];
  } catch {
    // Half a write of a browser that crashed: the sample is then simply still pending.
    return [];
  }
}

import type { Database } from '@/prisma/client';
import { messageOf } from '../errors';
import { HEARTBEAT_SECONDS, heartbeat, LEASE_SECONDS, type HeldJob } from './queue';
import {
  deleteSilentWorkers,
  deleteWorker,
  releaseJobs,
  selectWorkers,
  updateReport,
  upsertWorker,
} from './repository';
import type { WorkerName } from './workers';

/** A worker without a heartbeat for this many leases is dead. */
const FORGOTTEN_AFTER_LEASES = 20;

type LeaseOptions = { leaseSeconds?: number; heartbeatSeconds?: number };

/**
 * The jobs that this process holds. Renews their leases and signals when one is lost.
 *
 * While Postgres is unreachable no other worker can claim jobs either. The next successful heartbeat says which jobs
 * this process still holds.
 */
export class Leases {
  readonly owner: string;
  readonly leaseSeconds: number;
  /** Live workers, this one included, as of the last heartbeat. */
  workerCount = 1;
  private readonly held = new Map<string, AbortController>();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  /** What the worker's row says about it, as JSON. */
  private reported = '{}';

  constructor(
    private readonly db: Database,
    private readonly worker: WorkerName,
    private readonly options: LeaseOptions = {},
  ) {
    this.owner = worker.id;
    this.leaseSeconds = options.leaseSeconds ?? LEASE_SECONDS;
  }

  /** Registers the worker and starts its heartbeat. */
  async start(): Promise<void> {
    await this.beat();
    const everyMs = (this.options.heartbeatSeconds ?? HEARTBEAT_SECONDS) * 1000;
    this.timer = setInterval(() => (this.beating = this.beat().catch(report)), everyMs);
  }

  /** Stops the heartbeat, returns held jobs to the queue, and removes the worker's row. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    const ids = [...this.held.keys()];
    if (ids.length > 0) await releaseJobs(this.db, this.owner, ids);
    await deleteWorker(this.db, this.worker.id);
  }

  /** What this worker says about itself, for other processes to see. Writes it only when it has changed. */
  async report(report: object): Promise<void> {
    const json = JSON.stringify(report);
    if (json === this.reported) return;
    await updateReport(this.db, this.worker.id, json);
    this.reported = json;
  }

  /** Holds a claimed job. The signal aborts when the lease is lost. */
  hold(job: Pick<HeldJob, 'id'>): AbortSignal {
    const controller = new AbortController();
    this.held.set(job.id, controller);
    return controller.signal;
  }

  /** Called when a job is closed or back in the queue, so it needs no more heartbeats. */
  release(job: Pick<HeldJob, 'id'>): void {
    this.held.delete(job.id);
  }

  /** Returns jobs to their place in the queue, as if they had never been claimed. */
  async putBack(jobs: readonly Pick<HeldJob, 'id'>[]): Promise<void> {
    await releaseJobs(
      this.db,
      this.owner,
      jobs.map(({ id }) => id),
    );
    for (const job of jobs) this.release(job);
  }

  private async beat(): Promise<void> {
    await upsertWorker(this.db, this.worker, this.reported);
    await deleteSilentWorkers(this.db, this.leaseSeconds * FORGOTTEN_AFTER_LEASES);
    const ids = [...this.held.keys()];
    const kept = new Set(await heartbeat(this.db, this.owner, ids, this.leaseSeconds));
    for (const id of ids) if (!kept.has(id)) this.lose(id);
    this.workerCount = Math.max(1, (await selectWorkers(this.db, this.leaseSeconds)).length);
  }

  private lose(id: string): void {
    this.held.get(id)?.abort(new Error('Another worker took over this job.'));
    this.held.delete(id);
  }
}

const report = (error: unknown): void =>
  console.error(`The worker's heartbeat failed and will be retried: ${messageOf(error)}`);

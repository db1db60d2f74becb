import type { Database } from '@/prisma/client';
import { messageOf } from '../errors';
import { HEARTBEAT_SECONDS, heartbeat, LEASE_SECONDS, type HeldJob } from './queue';
import { deleteSilentWorkers, deleteWorker, releaseJobs, selectWorkers, upsertWorker } from './repository';
import type { WorkerName } from './workers';

/** A worker that has been silent for so many leases is dead. */
const FORGOTTEN_AFTER_LEASES = 20;

type LeaseOptions = { leaseSeconds?: number; heartbeatSeconds?: number };

/**
 * The jobs that this process holds. Keeps their leases alive, and tells whoever works on one when it was lost.
 *
 * While Postgres is away nothing can be lost: nobody else can claim either. The next heartbeat that gets through
 * says which jobs are still ours.
 */
export class Leases {
  readonly owner: string;
  readonly leaseSeconds: number;
  /** Live workers, this one included, as of the last heartbeat. */
  workerCount = 1;
  private readonly held = new Map<string, AbortController>();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly worker: WorkerName,
    private readonly options: LeaseOptions = {},
  ) {
    this.owner = worker.id;
    this.leaseSeconds = options.leaseSeconds ?? LEASE_SECONDS;
  }

  /** Registers the worker and begins to beat. */
  async start(): Promise<void> {
    await this.beat();
    const everyMs = (this.options.heartbeatSeconds ?? HEARTBEAT_SECONDS) * 1000;
    this.timer = setInterval(() => (this.beating = this.beat().catch(report)), everyMs);
  }

  /** Stops beating, gives back whatever is still held, and signs off. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    const ids = [...this.held.keys()];
    if (ids.length > 0) await releaseJobs(this.db, this.owner, ids);
    await deleteWorker(this.db, this.worker.id);
  }

  /** Counts a claimed job as held. The signal aborts when the lease is lost. */
  hold(job: Pick<HeldJob, 'id'>): AbortSignal {
    const controller = new AbortController();
    this.held.set(job.id, controller);
    return controller.signal;
  }

  /** The job is closed or given back: it needs no more heartbeats. */
  release(job: Pick<HeldJob, 'id'>): void {
    this.held.delete(job.id);
  }

  /** Gives jobs back to their place in the queue, as if they had not been taken. */
  async putBack(jobs: readonly Pick<HeldJob, 'id'>[]): Promise<void> {
    await releaseJobs(
      this.db,
      this.owner,
      jobs.map(({ id }) => id),
    );
    for (const job of jobs) this.release(job);
  }

  private async beat(): Promise<void> {
    await upsertWorker(this.db, this.worker);
    await deleteSilentWorkers(this.db, this.leaseSeconds * FORGOTTEN_AFTER_LEASES);
    const ids = [...this.held.keys()];
    const kept = new Set(await heartbeat(this.db, this.owner, ids, this.leaseSeconds));
    for (const id of ids) if (!kept.has(id)) this.lose(id);
    this.workerCount = Math.max(1, (await selectWorkers(this.db, this.leaseSeconds)).length);
  }

  private lose(id: string): void {
    this.held.get(id)?.abort(new Error('Another worker has taken this job over.'));
    this.held.delete(id);
  }
}

const report = (error: unknown): void =>
  console.error(`The worker's heartbeat failed, trying again: ${messageOf(error)}`);

import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Db } from '@/prisma/client';
import { selectReports, selectWorkers, type WorkerRow } from './repository';
import { LEASE_SECONDS } from './queue';

export type WorkerName = { id: string; host: string; pid: number };

/**
 * Names this process among all workers. The random part makes the name differ from an old worker's when a process id is
 * reused.
 */
export const nameWorker = (): WorkerName => ({
  id: `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`,
  host: hostname(),
  pid: process.pid,
});

/** Workers with a heartbeat within the last lease, oldest first. */
export const listWorkers = (db: Db): Promise<WorkerRow[]> => selectWorkers(db, LEASE_SECONDS);

/** What live workers say about themselves (`Leases.report`). */
export const listReports = (db: Db): Promise<unknown[]> => selectReports(db, LEASE_SECONDS);

import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { listReports } from '../../jobs/workers';
import type { ServerState } from '../contract-servers';
import { listTeacherRows, PRACTICE_ADDRESS } from './teacher-repository';

const ServerReport = z.object({
  address: z.string(),
  /** Set while it is given no calls. Times are milliseconds since 1970, by the worker's clock. */
  open: z.object({ since: z.number(), nextTryAt: z.number(), reason: z.string(), isTrying: z.boolean() }).nullable(),
});
/** One server of a teacher, as one worker sees it. */
export type ServerReport = z.infer<typeof ServerReport>;

const WorkerReport = z.object({
  teachers: z.array(z.object({ teacherId: z.string(), servers: z.array(ServerReport) })).default([]),
});
/** What a worker says with its heartbeat. */
export type WorkerReport = z.infer<typeof WorkerReport>;

/**
 * The servers that live workers use now, in the order of the teachers. A server that no worker uses is not listed: nobody
 * knows its state.
 */
export async function listServerStates(db: Db): Promise<ServerState[]> {
  const reports = (await listReports(db)).flatMap(
    (report) => WorkerReport.catch({ teachers: [] }).parse(report).teachers,
  );
  if (reports.length === 0) return [];
  const rows = await listTeacherRows(db);
  return rows.flatMap(({ id, baseUrl }) => {
    const ofTeacher = reports.filter(({ teacherId }) => teacherId === id).flatMap(({ servers }) => servers);
    // The built-in teacher's address changes with each start.
    const named = ofTeacher.map((each) => (baseUrl === PRACTICE_ADDRESS ? { ...each, address: 'built in' } : each));
    return stateByAddress(id, named, Date.now());
  });
}

/** What several workers say about the servers of one teacher. */
export function stateByAddress(teacherId: string, reports: readonly ServerReport[], now: number): ServerState[] {
  const addresses = [...new Set(reports.map(({ address }) => address))];
  return addresses.map((address) => {
    const same = reports.filter((each) => each.address === address);
    const open = same.flatMap((each) => each.open ?? []);
    const latest = open.toSorted((a, b) => b.nextTryAt - a.nextTryAt)[0];
    const common = { teacherId, address, ofWorkers: same.length };
    if (!latest) {
      return { ...common, state: 'closed', since: null, nextTryAt: null, reason: null, workers: same.length };
    }
    return {
      ...common,
      state: open.some(({ isTrying }) => isTrying) || latest.nextTryAt <= now ? 'half_open' : 'open',
      since: isoOf(Math.min(...open.map(({ since }) => since))),
      nextTryAt: isoOf(latest.nextTryAt),
      reason: latest.reason,
      workers: open.length,
    };
  });
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

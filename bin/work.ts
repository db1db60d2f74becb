import path from 'node:path';
import { environmentFor, env, teacherAccess } from '@/env';
import type { Database } from '@/prisma/client';
import { exportJob, publishJob } from '@/taxonomy/datasets/job';
import { protocolsFrom } from '@/taxonomy/documents/git-reference';
import { hostsIn } from '@/taxonomy/inner-addresses';
import { fetchSource } from '@/taxonomy/documents/job';
import { readUpload } from '@/taxonomy/documents/read-upload';
import type { OpenTeacher } from '@/taxonomy/generation/engine/teacher-desk';
import { clientOf, getTeacher } from '@/taxonomy/generation/teacher/teachers';
import { workOnRuns } from '@/taxonomy/generation/engine/work-on-runs';
import type { JobHandler } from '@/taxonomy/jobs/job-handler';
import { Leases } from '@/taxonomy/jobs/leases';
import { workOnJobs } from '@/taxonomy/jobs/work';
import { nameWorker } from '@/taxonomy/jobs/workers';

/** Fetches documents with the owner's git, as this process's environment sets it up. */
export const fetchHandler = (home: string): JobHandler =>
  fetchSource({
    protocols: protocolsFrom(env.SEEDLEAF_GIT_PROTOCOLS),
    innerHosts: hostsIn(env.SEEDLEAF_GIT_HOSTS),
    environment: environmentFor({}),
    scratch: path.join(home, 'fetch'),
  });

/** What a worker can do. To add background work: its room exports a handler from job.ts; put it in this list. */
const handlers = (home: string): JobHandler[] => [readUpload, fetchHandler(home), publishJob, exportJob({ home })];

/** Does all background work until `signal` aborts: this is the whole worker. */
export async function work(
  db: Database,
  { key, home, signal }: { key: Buffer; home: string; signal: AbortSignal },
): Promise<void> {
  const leases = new Leases(db, nameWorker());
  await leases.start();
  const openTeacher = async (id: string): Promise<OpenTeacher> => {
    const { slots, model } = await getTeacher(db, id);
    return { client: await clientOf(db, id, teacherAccess(key)), slots, model };
  };
  // When one of the two loops breaks, the other is ended in good order before this is passed on.
  const broken = new AbortController();
  const either = AbortSignal.any([signal, broken.signal]);
  const loops = [workOnJobs(db, handlers(home), leases, either), workOnRuns(db, leases, openTeacher, either)];
  try {
    await Promise.all(loops);
  } finally {
    broken.abort();
    await Promise.allSettled(loops);
    await leases.stop();
  }
}

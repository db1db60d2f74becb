import path from 'node:path';
import { environmentFor, env, teacherAccess, webhookAccess } from '@/env';
import type { Database } from '@/prisma/client';
import { exportJob, publishJob } from '@/taxonomy/datasets/job';
import { protocolsFrom } from '@/taxonomy/documents/git-reference';
import { hostsIn } from '@/taxonomy/inner-addresses';
import { fetchSource } from '@/taxonomy/documents/job';
import { readUpload } from '@/taxonomy/documents/read-upload';
import type { OpenTeacher } from '@/taxonomy/generation/engine/teacher-in-use';
import { batchJob } from '@/taxonomy/generation/batch/job';
import { batchClientOf, clientsOf } from '@/taxonomy/generation/teacher/clients';
import { getTeacher } from '@/taxonomy/generation/teacher/teachers';
import { sampleImportJob } from '@/taxonomy/generation/sample-imports/job';
import { thresholdsJob } from '@/taxonomy/generation/threshold-changes/job';
import { webhookJob } from '@/taxonomy/generation/webhooks/job';
import { workOnRuns } from '@/taxonomy/generation/engine/work-on-runs';
import type { JobHandler } from '@/taxonomy/jobs/job-handler';
import { Leases } from '@/taxonomy/jobs/leases';
import { workOnJobs } from '@/taxonomy/jobs/work';
import { nameWorker } from '@/taxonomy/jobs/workers';

/** Fetches documents with the owner's git configuration from this process's environment. */
export const fetchHandler = (home: string): JobHandler =>
  fetchSource({
    protocols: protocolsFrom(env.SEEDLEAF_GIT_PROTOCOLS),
    innerHosts: hostsIn(env.SEEDLEAF_GIT_HOSTS),
    environment: environmentFor({}),
    scratch: path.join(home, 'fetch'),
  });

/** All job handlers of a worker. To add background work, export a handler from the folder's job.ts and add it here. */
const handlers = (db: Database, { key, home }: { key: Buffer; home: string }): JobHandler[] => [
  readUpload,
  fetchHandler(home),
  publishJob,
  exportJob({ home }),
  thresholdsJob,
  sampleImportJob,
  batchJob({ openClient: (id) => batchClientOf(db, id, teacherAccess(key)), scratch: path.join(home, 'batches') }),
  webhookJob(webhookAccess(key)),
];

/** Does all background work until `signal` aborts. This is the whole worker. */
export async function work(
  db: Database,
  { key, home, signal }: { key: Buffer; home: string; signal: AbortSignal },
): Promise<void> {
  const leases = new Leases(db, nameWorker());
  await leases.start();
  const openTeacher = async (id: string): Promise<OpenTeacher> => {
    const { slots, model, requestsPerMinute, tokensPerMinute } = await getTeacher(db, id);
    const perMinute = { requests: requestsPerMinute, tokens: tokensPerMinute };
    return { ...(await clientsOf(db, id, teacherAccess(key))), slots, perMinute, model };
  };
  // When one of the two loops fails, the other is stopped before the error is thrown.
  const broken = new AbortController();
  const either = AbortSignal.any([signal, broken.signal]);
  const loops = [
    workOnJobs(db, handlers(db, { key, home }), leases, either),
    workOnRuns(db, leases, openTeacher, either),
  ];
  try {
    await Promise.all(loops);
  } finally {
    broken.abort();
    await Promise.allSettled(loops);
    await leases.stop();
  }
}

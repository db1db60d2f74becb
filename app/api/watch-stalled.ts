import { webhookAccess } from '@/env';
import { db } from '@/prisma/db';
import { noteStalledRuns } from '@/taxonomy/generation/runs/change-state';
import { deliverDue, webhookJob } from '@/taxonomy/generation/webhooks/job';
import { listWorkers } from '@/taxonomy/jobs/workers';
import { installationKey } from './installation-key';

const EVERY_MS = 30_000;

/**
 * Notes runs that have stalled, and sends that to webhooks when no worker is there to do it. It is the web server that
 * does, because a run stalls when workers are gone.
 */
export function watchStalled(): void {
  let before: ReadonlySet<string> = new Set();
  const never = new AbortController().signal;
  const look = async () => {
    try {
      before = await noteStalledRuns(db, before);
      if ((await listWorkers(db)).length === 0)
        await deliverDue(db, webhookJob(webhookAccess(installationKey())), never);
    } catch {
      // Postgres may be starting or unreachable. Requests say so; the next look is soon.
    }
    setTimeout(() => void look(), EVERY_MS).unref();
  };
  setTimeout(() => void look(), EVERY_MS).unref();
}

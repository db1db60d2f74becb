import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { messageOf } from '../../errors';
import type { JobHandler } from '../../jobs/job-handler';
import { claim, closeJob, postponeJob, type ClaimedJob } from '../../jobs/queue';
import { findLetter, pruneDeliveries, setTried } from './repository';
import { send, type Outcome, type WebhookAccess } from './send';
import { secretOf, WEBHOOK_JOB } from './webhooks';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The waits after a failed try. After the last one, a delivery has failed; together they are about a day. */
export const retryWaitsMs: readonly number[] = [
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
];

type Options = {
  /** Other waits, for tests. */
  waitsMs?: readonly number[];
};

/**
 * Sends deliveries. At least once: when a process dies after sending and before storing that, it is sent again, with the
 * same event id.
 */
export const webhookJob = (access: WebhookAccess, { waitsMs = retryWaitsMs }: Options = {}): JobHandler => ({
  kind: WEBHOOK_JOB,
  // Deliveries count their own tries; this is for errors of Seedleaf itself.
  maxAttempts: waitsMs.length + 5,
  concurrency: 4,
  async run(job, { db, signal }) {
    const letter = await findLetter(db, job.id);
    if (!letter) return void (await closeJob(db, job));
    const secret = readSecret(access.key, letter.webhook);
    const body = JSON.stringify(withLink(letter.body, access.ownUrl));
    const outcome =
      'error' in secret
        ? { isDelivered: false, status: null, error: secret.error }
        : await send({ url: letter.webhook.url, secret: secret.text, eventId: letter.eventId, body }, access, signal);
    await end(db, job, outcome, waitsMs);
    await pruneDeliveries(db, letter.webhook.id);
  },
  async giveUp(job, error, { db }) {
    await end(db, job, { isDelivered: false, status: null, error: `It could not be sent: ${messageOf(error)}` }, []);
  },
});

async function end(db: Database, job: ClaimedJob, outcome: Outcome, waitsMs: readonly number[]): Promise<void> {
  const { isDelivered, status, error } = outcome;
  const waitMs = isDelivered ? null : (waitsMs[job.tries - 1] ?? null);
  if (waitMs === null) {
    await db.$transaction(async (tx) => {
      if (!(await closeJob(tx, job))) throw new Error('Another worker took over this job.');
      await setTried(tx, job.id, { state: isDelivered ? 'delivered' : 'failed', status, error, waitMs });
    });
  } else if (await postponeJob(db, job, { error: error ?? '', delayMs: waitMs })) {
    await setTried(db, job.id, { state: 'waiting', status, error, waitMs });
  }
}

function readSecret(key: Buffer, row: Parameters<typeof secretOf>[1]): { text: string } | { error: string } {
  try {
    return { text: secretOf(key, row) };
  } catch (error) {
    return { error: `${messageOf(error)} Remove the webhook and add it again.` };
  }
}

/** Bodies are stored without the address of Seedleaf, which may change. */
function withLink(body: Record<string, unknown>, ownUrl: string): Record<string, unknown> {
  const { run } = body;
  if (typeof run !== 'object' || run === null || !('id' in run)) return body;
  return { ...body, run: { ...run, url: `${ownUrl.replace(/\/$/, '')}/runs/${String(run.id)}` } };
}

/**
 * Sends the deliveries that are due, once, in this process. For a process that is no worker and has something to say
 * when no worker runs.
 */
export async function deliverDue(db: Database, handler: JobHandler, signal: AbortSignal): Promise<void> {
  const owner = `deliver-${uuid()}`;
  const jobs = await claim(db, { kinds: [WEBHOOK_JOB], owner, limit: 20 });
  await Promise.all(
    jobs.map((job) =>
      handler.run(job, { db, signal }).catch(async (error: unknown) => {
        await postponeJob(db, job, { error: messageOf(error), delayMs: 10 * SECOND, isSpared: true });
      }),
    ),
  );
}

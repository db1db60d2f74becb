import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { noteStalledRuns } from '@/taxonomy/generation/runs/change-state';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { deliverDue, webhookJob } from '@/taxonomy/generation/webhooks/job';
import {
  addWebhook,
  changeWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  resendDelivery,
  testWebhook,
} from '@/taxonomy/generation/webhooks/webhooks';
import { claim } from '@/taxonomy/jobs/queue';
import { test } from '../../support/database';
import {
  actor,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
  startWorker,
  until,
} from '../../support/generation-factories';
import { deliverAll, webhookAccess, webhookReceiver } from '../../support/webhook-receiver';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

test.beforeEach(async ({ db }) => {
  await db.webhook.deleteMany({});
  await db.runNotice.deleteMany({});
  await db.job.deleteMany({});
});

const never = new AbortController().signal;
const bodyOf = ({ body }: { body: string }) => JSON.parse(body) as { id: string; type: string; run?: { id: string } };

/** As a receiver would check it, from the documentation alone. */
function isSigned(secret: string, { headers, body }: { headers: Record<string, unknown>; body: string }): boolean {
  const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['seedleaf-signature'])) ?? [];
  return createHmac('sha256', secret).update(`${t}.${body}`).digest('hex') === v1;
}

const smallRun = async (db: Database, options: Parameters<typeof requestOf>[2] = {}) =>
  requestOf(await makeTeacher(db, practice.url), [await makeFreeformLeaf(db)], { target: 5, ...options });

describe('a webhook', { timeout: 120_000 }, () => {
  test('gets a signed event with the numbers of a run that has ended, and a link to it', async ({ db }) => {
    const receiver = await webhookReceiver();
    const { id, secret } = await addWebhook(db, actor, webhookAccess, { url: receiver.url });
    const run = await runToEnd(db, await smallRun(db));
    await deliverAll(db);
    expect(receiver.received).toHaveLength(1);
    const [got] = receiver.received;
    expect(got).toMatchObject({ path: '/hooks?from=seedleaf', headers: { 'content-type': 'application/json' } });
    expect(isSigned(secret, got!)).toBe(true);
    expect(isSigned(secret, { ...got!, body: got!.body.replace('completed', 'failed') })).toBe(false);
    expect(bodyOf(got!)).toMatchObject({
      id: got!.headers['seedleaf-event-id'],
      type: 'run.completed',
      run: {
        id: run.id,
        state: run.state,
        url: `https://seedleaf.example/runs/${run.id}`,
        tasksDone: 5,
        samplesKept: run.samplesKept,
        costMicroDollars: run.cost,
      },
    });
    const { items } = await listDeliveries(db, id, { limit: 10 });
    expect(items).toMatchObject([{ type: 'run.completed', state: 'delivered', status: 200, tries: 1, error: null }]);
    await receiver.close();
  });

  test('is told when a run pauses, reaches a limit, fails or is cancelled', async ({ db }) => {
    const receiver = await webhookReceiver();
    await addWebhook(db, actor, webhookAccess, { url: receiver.url });
    const { id } = await startRun(db, actor, await smallRun(db));
    await cancelRun(db, actor, id);
    await cancelRun(db, actor, id);
    await runToEnd(db, await smallRun(db, { maxCalls: 3 }));
    const refused = requestOf(await makeTeacher(db, `${practice.url}/none`), [await makeFreeformLeaf(db)], {
      target: 5,
    });
    expect((await runToEnd(db, refused)).state).toBe('failed');
    const leaves = await Promise.all(Array.from({ length: 5 }, () => makeFreeformLeaf(db)));
    const trial = requestOf(await makeTeacher(db, practice.url), leaves, { target: 5, isTrial: true });
    const { id: trialId } = await startRun(db, actor, trial);
    const worker = await startWorker(db);
    await until(async () => (await getRun(db, trialId)).state === 'paused');
    await worker.stop();
    await deliverAll(db);
    expect(receiver.received.map((each) => bodyOf(each).type).toSorted()).toEqual([
      'run.cancelled',
      'run.failed',
      'run.over_budget',
      'run.paused',
    ]);
    await receiver.close();
  });

  test('is told only of the events that were chosen for it, or of all again', async ({ db }) => {
    const receiver = await webhookReceiver();
    const { id, events } = await addWebhook(db, actor, webhookAccess, { url: receiver.url, events: ['run.failed'] });
    expect(events).toEqual(['run.failed']);
    const cancelOne = async () => cancelRun(db, actor, (await startRun(db, actor, await smallRun(db))).id);
    const told = async () => {
      await deliverAll(db);
      return receiver.received.map((each) => bodyOf(each).type);
    };
    await cancelOne();
    await testWebhook(db, id);
    expect(await told()).toEqual(['webhook.test']);
    expect(await changeWebhook(db, actor, id, { events: ['run.paused', 'run.cancelled'] })).toMatchObject({
      events: ['run.paused', 'run.cancelled'],
    });
    await cancelOne();
    expect(await told()).toEqual(['webhook.test', 'run.cancelled']);
    await changeWebhook(db, actor, id, { events: [] });
    await cancelOne();
    expect(await told()).toEqual(['webhook.test', 'run.cancelled', 'run.cancelled']);
    await removeWebhook(db, actor, id);
    await expect(changeWebhook(db, actor, id, { events: [] })).rejects.toMatchObject({ code: 'not_found' });
    await receiver.close();
  });

  test('is tried again until it answers, with the same event id and a new signature', async ({ db }) => {
    const receiver = await webhookReceiver((count) => ({ status: count < 3 ? 500 : 204 }));
    const { id, secret } = await addWebhook(db, actor, webhookAccess, { url: receiver.url });
    await testWebhook(db, id);
    await deliverAll(db);
    expect(new Set(receiver.received.map(({ headers }) => headers['seedleaf-event-id'])).size).toBe(1);
    expect(receiver.received.map((each) => isSigned(secret, each))).toEqual([true, true, true]);
    const [webhook] = await listWebhooks(db);
    expect(webhook?.lastDelivery).toMatchObject({ type: 'webhook.test', state: 'delivered', status: 204, tries: 3 });
    await receiver.close();
  });

  test('that never answers well has failed after its last try, and can be sent again', async ({ db }) => {
    let isUp = false;
    const receiver = await webhookReceiver(() => ({ status: isUp ? 200 : 503 }));
    const { id } = await addWebhook(db, actor, webhookAccess, { url: receiver.url });
    const { id: deliveryId } = await testWebhook(db, id);
    await deliverAll(db, [1]);
    const failed = { state: 'failed', status: 503, tries: 2, error: expect.stringContaining('503') };
    expect((await listDeliveries(db, id, { limit: 1 })).items).toMatchObject([failed]);
    isUp = true;
    await Promise.all([1, 2, 3].map(() => resendDelivery(db, deliveryId)));
    expect(await db.job.count({ where: { groupId: id } })).toBe(1);
    await deliverAll(db);
    expect((await listDeliveries(db, id, { limit: 1 })).items).toMatchObject([{ state: 'delivered', tries: 3 }]);
    expect(receiver.received).toHaveLength(3);
    await receiver.close();
  });

  test('is not followed to another address, and an address without a server is said', async ({ db }) => {
    const target = await webhookReceiver();
    const receiver = await webhookReceiver(() => ({ status: 302, headers: { location: target.url } }));
    const gone = await webhookReceiver();
    await gone.close();
    for (const { url } of [receiver, gone])
      await testWebhook(db, (await addWebhook(db, actor, webhookAccess, { url })).id);
    await deliverAll(db, []);
    expect(target.received).toEqual([]);
    const [redirected, absent] = await listWebhooks(db);
    expect(redirected?.lastDelivery).toMatchObject({ state: 'failed', status: 302 });
    expect(absent?.lastDelivery).toMatchObject({
      state: 'failed',
      status: null,
      error: expect.stringContaining('reached'),
    });
    await Promise.all([target.close(), receiver.close()]);
  });

  test('whose answer never ends counts by its status', async ({ db }) => {
    const endless = createServer((_, response) => {
      response.writeHead(200);
      const more = () => response.write('x'.repeat(16_384), (error) => error ?? setImmediate(more));
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const { port } = endless.address() as AddressInfo;
    const { id } = await addWebhook(db, actor, webhookAccess, { url: `http://127.0.0.1:${port}/` });
    await testWebhook(db, id);
    await deliverAll(db, []);
    expect((await listDeliveries(db, id, { limit: 1 })).items).toMatchObject([{ state: 'delivered', status: 200 }]);
    endless.closeAllConnections();
    endless.close();
  });

  test('is sent again by another worker when the first one could not store that it was sent', async ({ db }) => {
    const receiver = await webhookReceiver();
    const { id } = await addWebhook(db, actor, webhookAccess, { url: receiver.url });
    const { id: deliveryId, eventId } = await testWebhook(db, id);
    const handler = webhookJob(webhookAccess);
    const [job] = await claim(db, { kinds: ['webhook'], owner: 'first', limit: 1 });
    await db.job.update({ where: { id: deliveryId }, data: { owner: null, dueAt: new Date(0) } });
    const [again] = await claim(db, { kinds: ['webhook'], owner: 'second', limit: 1 });
    await expect(handler.run(job!, { db, signal: never })).rejects.toThrow('took over');
    expect((await listDeliveries(db, id, { limit: 1 })).items).toMatchObject([{ state: 'waiting', tries: 0 }]);
    await handler.run(again!, { db, signal: never });
    expect(receiver.received.map((each) => bodyOf(each).id)).toEqual([eventId, eventId]);
    expect((await listDeliveries(db, id, { limit: 1 })).items).toMatchObject([{ state: 'delivered', tries: 1 }]);
    await receiver.close();
  });

  test('that is removed gets nothing more, and its secret is gone', async ({ db }) => {
    const receiver = await webhookReceiver();
    const { id, secret } = await addWebhook(db, actor, webhookAccess, { url: receiver.url });
    await testWebhook(db, id);
    const stored = await db.webhook.findUniqueOrThrow({ where: { id } });
    expect(stored.secretSealed).not.toContain(secret);
    expect(JSON.stringify(await listWebhooks(db))).not.toContain(secret);
    await removeWebhook(db, actor, id);
    await expect(removeWebhook(db, actor, id)).rejects.toMatchObject({ code: 'not_found' });
    await deliverDue(db, webhookJob(webhookAccess), never);
    expect(receiver.received).toEqual([]);
    expect(await db.job.count({ where: { groupId: id } })).toBe(0);
    await receiver.close();
  });

  test.for([
    'ftp://example.org/hook',
    'not an address',
    'https://ada:secret@example.org/',
    'http://169.254.169.254/latest/meta-data',
    'http://metadata.google.internal/',
    'http://10.0.0.7/hook',
    'http://[::ffff:10.0.0.7]/hook',
    'http://0.0.0.0/',
    'http://127.0.0.1:5432/',
  ])('cannot have the address %s', async (url, { db }) => {
    const rules = { ...webhookAccess.rules, ownPorts: [5432] };
    await expect(addWebhook(db, actor, { ...webhookAccess, rules }, { url })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await listWebhooks(db)).toEqual([]);
  });

  test('has an address once, also when it is added many times at once', async ({ db }) => {
    const add = () => addWebhook(db, actor, webhookAccess, { url: 'https://example.org/hook' });
    const all = await Promise.allSettled([add(), add(), add()]);
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(add()).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a run that no worker works on', { timeout: 120_000 }, () => {
  const longAgo = new Date(Date.now() - 120_000);

  const makeStalled = async (db: Database) => {
    const { id } = await startRun(db, actor, await smallRun(db));
    await db.run.update({ where: { id }, data: { createdAt: longAgo } });
    await db.job.updateMany({ where: { groupId: id }, data: { dueAt: longAgo } });
    return id;
  };

  test('is noted once as stalled, by however many processes, and webhooks are told without a worker', async ({
    db,
  }) => {
    const receiver = await webhookReceiver();
    await addWebhook(db, actor, webhookAccess, { url: receiver.url });
    const id = await makeStalled(db);
    const first = await noteStalledRuns(db, new Set());
    expect([...first]).toEqual([id]);
    expect(await db.runNotice.count()).toBe(0);
    await Promise.all([1, 2, 3].map(() => noteStalledRuns(db, first)));
    expect([...(await noteStalledRuns(db, first))]).toEqual([]);
    expect(await db.runNotice.findMany({ select: { runId: true, type: true } })).toEqual([
      { runId: id, type: 'run.stalled' },
    ]);
    await deliverDue(db, webhookJob(webhookAccess), never);
    expect(receiver.received.map(bodyOf)).toMatchObject([{ type: 'run.stalled', run: { id } }]);
    await receiver.close();
  });

  test('is not stalled while a task waits to be tried again, or was queued a moment ago', async ({ db }) => {
    const id = await makeStalled(db);
    expect((await getRun(db, id)).isStalled).toBe(true);
    const { id: jobId } = await db.job.findFirstOrThrow({ where: { groupId: id } });
    for (const waitMs of [60_000, 0]) {
      await db.job.update({ where: { id: jobId }, data: { dueAt: new Date(Date.now() + waitMs) } });
      expect((await getRun(db, id)).isStalled).toBe(false);
    }
  });
});

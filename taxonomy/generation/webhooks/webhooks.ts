import { v7 as uuid } from 'uuid';
import type { Database, Db, Prisma } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { openSecret, sealSecret } from '../../accounts/secrets';
import type { Page, PageQuery } from '../../contract';
import { DomainError } from '../../errors';
import { enqueue } from '../../jobs/queue';
import { momentCursor, pageOf, readMoment } from '../../paging';
import type {
  AddedWebhook,
  AddWebhookRequest,
  ChangeWebhookRequest,
  Delivery,
  EventType,
  Webhook,
} from '../contract-webhooks';
import { webhookUrl } from './address';
import {
  deleteWebhook,
  findDelivery,
  findWebhook,
  holdWebhooks,
  insertDeliveries,
  insertWebhook,
  lockWebhooks,
  selectDeliveries,
  selectWebhooks,
  setEvents,
  setWaiting,
  type WebhookRow,
} from './repository';
import type { WebhookAccess } from './send';
import { newSecret } from './sign';

export const WEBHOOK_JOB = 'webhook';

/** Each event is sent to all of them. */
const MOST_WEBHOOKS = 20;

export const listWebhooks = (db: Db): Promise<Webhook[]> => selectWebhooks(db);

/**
 * Adds an address that is told what happens to runs. Its secret is in this answer only; it is stored encrypted.
 *
 * @throws DomainError `invalid` for an address that may not be used, or one too many; `conflict` when it is there.
 */
export async function addWebhook(
  db: Database,
  actor: Actor,
  access: Pick<WebhookAccess, 'key' | 'rules'>,
  request: AddWebhookRequest,
): Promise<AddedWebhook> {
  const url = webhookUrl(request.url, access.rules);
  const id = uuid();
  const secret = newSecret();
  const added = await db.$transaction(async (tx) => {
    await lockWebhooks(tx);
    const known = await selectWebhooks(tx);
    if (known.some((each) => each.url === url)) {
      throw new DomainError(
        'conflict',
        'There is already a webhook with this address. Remove it first for a new secret.',
      );
    }
    if (known.length >= MOST_WEBHOOKS) {
      throw new DomainError(
        'invalid',
        `There are ${MOST_WEBHOOKS} webhooks already, which is the most. Remove one first.`,
      );
    }
    await insertWebhook(tx, {
      id,
      url,
      secretSealed: sealSecret(access.key, secret, boundTo(id)),
      events: request.events ?? [],
      createdById: actor.id,
    });
    const all = await selectWebhooks(tx);
    const detail = { host: new URL(url).host, events: request.events ?? [] };
    await recordAudit(tx, { actorId: actor.id, action: 'webhook.add', subjectType: 'webhook', subjectId: id, detail });
    return all.find((each) => each.id === id);
  });
  if (!added) throw gone();
  return { ...added, secret };
}

/** Sets which events a webhook is told from now on; none for all. @throws DomainError `not_found` */
export async function changeWebhook(
  db: Database,
  actor: Actor,
  id: string,
  { events }: ChangeWebhookRequest,
): Promise<Webhook> {
  return db.$transaction(async (tx) => {
    await lockWebhooks(tx);
    const isThere = await setEvents(tx, id, events);
    const changed = (await selectWebhooks(tx)).find((each) => each.id === id);
    if (!isThere || !changed) throw gone();
    const detail = { events };
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'webhook.change',
      subjectType: 'webhook',
      subjectId: id,
      detail,
    });
    return changed;
  });
}

/** Removes a webhook with its deliveries. What waits is not sent. @throws DomainError `not_found` */
export async function removeWebhook(db: Database, actor: Actor, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockWebhooks(tx);
    if (!(await deleteWebhook(tx, id))) throw gone();
    await recordAudit(tx, { actorId: actor.id, action: 'webhook.remove', subjectType: 'webhook', subjectId: id });
  });
}

/** Queues an event for every webhook that is told it, in the caller's transaction: it is sent when that commits, and only then. */
export async function queueEvent(
  tx: Db,
  event: { id: string; type: EventType; body: Prisma.InputJsonObject },
): Promise<void> {
  await queueFor(tx, await holdWebhooks(tx, event.type), event);
}

/** Queues a test event for one webhook. @throws DomainError `not_found` */
export async function testWebhook(db: Database, webhookId: string): Promise<Delivery> {
  if (!(await findWebhook(db, webhookId))) throw gone();
  const id = uuid();
  const [deliveryId = ''] = await db.$transaction((tx) =>
    queueFor(tx, [webhookId], { id, type: 'webhook.test', body: { id, type: 'webhook.test', createdAt: now() } }),
  );
  return getDelivery(db, deliveryId);
}

/** A webhook's deliveries, newest first. @throws DomainError `not_found` */
export async function listDeliveries(db: Db, webhookId: string, { cursor, limit }: PageQuery): Promise<Page<Delivery>> {
  if (!(await findWebhook(db, webhookId))) throw gone();
  const rows = await selectDeliveries(db, { webhookId, before: readMoment(cursor), limit: limit + 1 });
  return pageOf(rows, limit, momentCursor);
}

/**
 * Sends a delivery again that has ended, with the same event id. Does nothing for one that still waits, so that a second
 * click is harmless.
 *
 * @throws DomainError `not_found`
 */
export async function resendDelivery(db: Database, id: string): Promise<Delivery> {
  const { webhookId } = await getDelivery(db, id);
  await db.$transaction(async (tx) => {
    if (await setWaiting(tx, id)) await enqueue(tx, [{ id, kind: WEBHOOK_JOB, groupId: webhookId }]);
  });
  return getDelivery(db, id);
}

/** @throws DomainError `not_found` when it, or its webhook, was removed. */
export async function getDelivery(db: Db, id: string): Promise<Delivery> {
  const delivery = await findDelivery(db, id);
  if (!delivery) throw new DomainError('not_found', 'There is no such delivery. Load the page again.');
  return delivery;
}

/** @throws DomainError `unavailable` when it was encrypted with another key. */
export const secretOf = (key: Buffer, { id, secretSealed }: WebhookRow): string =>
  openSecret(key, secretSealed, boundTo(id));

async function queueFor(
  tx: Db,
  webhookIds: string[],
  { id: eventId, type, body }: { id: string; type: EventType; body: Prisma.InputJsonObject },
): Promise<string[]> {
  if (webhookIds.length === 0) return [];
  const deliveries = webhookIds.map((webhookId) => ({ id: uuid(), webhookId, eventId, type, body }));
  await insertDeliveries(tx, deliveries);
  await enqueue(
    tx,
    deliveries.map(({ id, webhookId }) => ({ id, kind: WEBHOOK_JOB, groupId: webhookId })),
  );
  return deliveries.map(({ id }) => id);
}

const boundTo = (id: string): string => `webhook:${id}`;
const now = (): string => new Date().toISOString();
const gone = () => new DomainError('not_found', 'There is no such webhook. Load the page again.');

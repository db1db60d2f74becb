import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import { Delivery, Webhook, type EventType } from '../contract-webhooks';
import type { RunEvent } from '../vocabulary-webhooks';

/** Finished deliveries of a webhook beyond this many are deleted. */
const KEPT_DELIVERIES = 500;

const moment = z.date().transform((at) => at.toISOString());
const DeliveryRow = Delivery.extend({ createdAt: moment, triedAt: moment.nullable(), nextTryAt: moment.nullable() });

const columns = {
  id: true,
  webhookId: true,
  eventId: true,
  type: true,
  state: true,
  tries: true,
  status: true,
  error: true,
  createdAt: true,
  triedAt: true,
  nextTryAt: true,
} as const;

/** All webhooks, oldest first, each with its last delivery. */
export async function selectWebhooks(db: Db): Promise<Webhook[]> {
  const rows = await db.webhook.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: {
      createdBy: { select: { name: true } },
      deliveries: { select: columns, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 },
    },
  });
  return rows.map(({ id, url, events, createdBy, createdAt, deliveries: [last] }) => ({
    id,
    url,
    events: Webhook.shape.events.parse(events),
    createdBy: createdBy.name,
    createdAt: createdAt.toISOString(),
    lastDelivery: last ? DeliveryRow.parse(last) : null,
  }));
}

export type WebhookRow = { id: string; url: string; secretSealed: string };

export const findWebhook = (db: Db, id: string): Promise<WebhookRow | null> =>
  db.webhook.findUnique({ where: { id }, select: { id: true, url: true, secretSealed: true } });

/** Makes changes of the list of webhooks wait for each other. Held until the commit. */
export async function lockWebhooks(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('webhooks', 0))`;
}

export async function insertWebhook(
  tx: Db,
  webhook: WebhookRow & { events: RunEvent[]; createdById: string },
): Promise<void> {
  await tx.webhook.create({ data: webhook });
}

/** @returns False when it is gone. */
export const setEvents = async (tx: Db, id: string, events: RunEvent[]): Promise<boolean> =>
  (await tx.webhook.updateMany({ where: { id }, data: { events } })).count === 1;

/** @returns False when it is gone already. */
export const deleteWebhook = async (tx: Db, id: string): Promise<boolean> =>
  (await tx.webhook.deleteMany({ where: { id } })).count === 1;

/** The ids of the webhooks that are told this, which cannot be removed until the transaction ends. */
export async function holdWebhooks(tx: Db, type: EventType): Promise<string[]> {
  const rows = await tx.$queryRaw`
    SELECT id FROM "Webhook" WHERE events = '{}' OR ${type} = ANY(events) ORDER BY id FOR KEY SHARE`;
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

export type NewDelivery = {
  id: string;
  webhookId: string;
  eventId: string;
  type: EventType;
  body: Prisma.InputJsonObject;
};

export async function insertDeliveries(tx: Db, deliveries: NewDelivery[]): Promise<void> {
  await tx.webhookDelivery.createMany({ data: deliveries });
}

/** Deliveries of a webhook, newest first, those before `before`. */
export async function selectDeliveries(
  db: Db,
  query: { webhookId: string; before: { createdAt: Date; id: string } | null; limit: number },
): Promise<Delivery[]> {
  const { webhookId, before, limit } = query;
  const rows = await db.webhookDelivery.findMany({
    where: {
      webhookId,
      ...(before && {
        OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }],
      }),
    },
    select: columns,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return z.array(DeliveryRow).parse(rows);
}

export async function findDelivery(db: Db, id: string): Promise<Delivery | null> {
  const row = await db.webhookDelivery.findUnique({ where: { id }, select: columns });
  return row && DeliveryRow.parse(row);
}

const Letter = z.object({
  eventId: z.string(),
  body: z.record(z.string(), z.unknown()),
  webhook: z.object({ id: z.string(), url: z.string(), secretSealed: z.string() }),
});

/** What a waiting delivery sends, and to whom; null when it was removed, or has ended. */
export async function findLetter(db: Db, id: string): Promise<z.infer<typeof Letter> | null> {
  const row = await db.webhookDelivery.findUnique({
    where: { id, state: 'waiting' },
    select: { eventId: true, body: true, webhook: { select: { id: true, url: true, secretSealed: true } } },
  });
  return row && Letter.parse(row);
}

type Tried = {
  state: 'waiting' | 'delivered' | 'failed';
  status: number | null;
  error: string | null;
  waitMs: number | null;
};

/** Stores how a try ended. @param tried.waitMs Until the next one; null when it was the last. */
export async function setTried(tx: Db, id: string, { state, status, error, waitMs }: Tried): Promise<void> {
  await tx.$executeRaw`
    UPDATE "WebhookDelivery"
       SET state = ${state}::"DeliveryState", tries = tries + 1, status = ${status}, error = ${error},
           "triedAt" = clock_timestamp(),
           "nextTryAt" = clock_timestamp() + make_interval(secs => ${waitMs === null ? null : waitMs / 1000}::float8)
     WHERE id = ${id}::uuid`;
}

/** Lets an ended delivery be sent again. @returns False when it still waits. */
export async function setWaiting(tx: Db, id: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE "WebhookDelivery" SET state = 'waiting', "nextTryAt" = NULL
     WHERE id = ${id}::uuid AND state <> 'waiting'`;
  return count === 1;
}

/** Deletes the oldest ended deliveries of a webhook, so that their number stays bounded. */
export async function pruneDeliveries(db: Db, webhookId: string): Promise<void> {
  await db.$executeRaw`
    DELETE FROM "WebhookDelivery" d
     WHERE d."webhookId" = ${webhookId}::uuid AND d.state <> 'waiting'
       AND (d."createdAt", d.id) < (SELECT k."createdAt", k.id FROM "WebhookDelivery" k
                                     WHERE k."webhookId" = ${webhookId}::uuid
                                     ORDER BY k."createdAt" DESC, k.id DESC OFFSET ${KEPT_DELIVERIES - 1} LIMIT 1)`;
}

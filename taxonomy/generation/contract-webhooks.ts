import { z } from 'zod';
import { Id } from '../contract';
import { limits } from './vocabulary';

/** What webhooks are told. `webhook.test` is sent only when a person asks for it. */
export const eventTypes = [
  'run.completed',
  'run.failed',
  'run.over_budget',
  'run.cancelled',
  'run.paused',
  'run.stalled',
  'webhook.test',
] as const;
export const EventType = z.enum(eventTypes);
export type EventType = z.infer<typeof EventType>;

export const AddWebhookRequest = z.strictObject({ url: z.string().trim().min(1).max(limits.address) });
export type AddWebhookRequest = z.infer<typeof AddWebhookRequest>;

export const DeliveryState = z.enum(['waiting', 'delivered', 'failed']);

/** One event for one address. `eventId` stays the same for every try. */
export const Delivery = z.object({
  id: Id,
  webhookId: Id,
  eventId: Id,
  type: EventType,
  state: DeliveryState,
  tries: z.int(),
  /** The HTTP status of the last answer; null when there was none. */
  status: z.int().nullable(),
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
  triedAt: z.iso.datetime().nullable(),
  nextTryAt: z.iso.datetime().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const Webhook = z.object({
  id: Id,
  url: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  lastDelivery: Delivery.nullable(),
});
export type Webhook = z.infer<typeof Webhook>;

/** The only answer with the secret: it is stored encrypted and never shown again. */
export const AddedWebhook = Webhook.extend({ secret: z.string() });
export type AddedWebhook = z.infer<typeof AddedWebhook>;

export const Webhooks = z.object({ items: z.array(Webhook) });

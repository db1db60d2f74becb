import { z } from 'zod';
import { Id } from '../contract';
import { limits } from './vocabulary';
import { runEventNames } from './vocabulary-webhooks';

/** What webhooks are told. `webhook.test` is sent only when a person asks for it. */
export const EventType = z.enum([...runEventNames, 'webhook.test']);
export type EventType = z.infer<typeof EventType>;

/** The events that a webhook is told; empty for all, also those of later versions of Seedleaf. */
const WebhookEvents = z.array(z.enum(runEventNames)).max(runEventNames.length);

export const AddWebhookRequest = z.strictObject({
  url: z.string().trim().min(1).max(limits.address),
  events: WebhookEvents.default([]),
});
export type AddWebhookRequest = z.input<typeof AddWebhookRequest>;

export const ChangeWebhookRequest = z.strictObject({ events: WebhookEvents });
export type ChangeWebhookRequest = z.infer<typeof ChangeWebhookRequest>;

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
  events: WebhookEvents,
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  lastDelivery: Delivery.nullable(),
});
export type Webhook = z.infer<typeof Webhook>;

/** The only answer with the secret: it is stored encrypted and never shown again. */
export const AddedWebhook = Webhook.extend({ secret: z.string() });
export type AddedWebhook = z.infer<typeof AddedWebhook>;

export const Webhooks = z.object({ items: z.array(Webhook) });

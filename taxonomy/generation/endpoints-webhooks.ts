import { z } from 'zod';
import { Empty, Id, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import {
  AddedWebhook,
  AddWebhookRequest,
  ChangeWebhookRequest,
  Delivery,
  Webhook,
  Webhooks,
} from './contract-webhooks';

const webhookId = z.object({ webhookId: Id });

export const listWebhooks = endpoint({
  method: 'GET',
  path: '/api/v1/webhooks',
  access: 'owner',
  summary: 'List the webhooks, each with its last delivery.',
  response: Webhooks,
});

export const addWebhook = endpoint({
  method: 'POST',
  path: '/api/v1/webhooks',
  access: 'owner',
  summary: 'Add a webhook. The answer has the secret that signs its deliveries, which is shown only once.',
  body: AddWebhookRequest,
  response: AddedWebhook,
});

export const changeWebhook = endpoint({
  method: 'PATCH',
  path: '/api/v1/webhooks/{webhookId}',
  access: 'owner',
  summary: 'Change which events a webhook is told. What waits already is still sent.',
  params: webhookId,
  body: ChangeWebhookRequest,
  response: Webhook,
});

export const removeWebhook = endpoint({
  method: 'DELETE',
  path: '/api/v1/webhooks/{webhookId}',
  access: 'owner',
  summary: 'Remove a webhook, its deliveries and its secret.',
  params: webhookId,
  response: Empty,
});

export const testWebhook = endpoint({
  method: 'POST',
  path: '/api/v1/webhooks/{webhookId}/test',
  access: 'owner',
  summary: 'Send a test event to a webhook.',
  params: webhookId,
  response: Delivery,
});

export const listDeliveries = endpoint({
  method: 'GET',
  path: '/api/v1/webhooks/{webhookId}/deliveries',
  access: 'owner',
  summary: 'List the last deliveries of a webhook, newest first.',
  params: webhookId,
  query: PageQuery,
  response: page(Delivery),
});

export const resendDelivery = endpoint({
  method: 'POST',
  path: '/api/v1/webhook-deliveries/{deliveryId}/resend',
  access: 'owner',
  summary: 'Send a delivery again, with the same event id.',
  params: z.object({ deliveryId: Id }),
  response: Delivery,
});

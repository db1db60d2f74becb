import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-webhooks';
import { changeWebhook, removeWebhook } from '@/taxonomy/generation/webhooks/webhooks';

export const PATCH = handle(endpoints.changeWebhook, ({ db, actor, params, body }) =>
  changeWebhook(db, actor, params.webhookId, body),
);

export const DELETE = handle(endpoints.removeWebhook, async ({ db, actor, params }) => {
  await removeWebhook(db, actor, params.webhookId);
  return {};
});

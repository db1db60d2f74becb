import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-webhooks';
import { removeWebhook } from '@/taxonomy/generation/webhooks/webhooks';

export const DELETE = handle(endpoints.removeWebhook, async ({ db, actor, params }) => {
  await removeWebhook(db, actor, params.webhookId);
  return {};
});

import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { webhookAccess } from '@/env';
import * as endpoints from '@/taxonomy/generation/endpoints-webhooks';
import { addWebhook, listWebhooks } from '@/taxonomy/generation/webhooks/webhooks';

export const GET = handle(endpoints.listWebhooks, async ({ db }) => ({ items: await listWebhooks(db) }));

export const POST = handle(endpoints.addWebhook, ({ db, actor, body }) =>
  addWebhook(db, actor, webhookAccess(installationKey()), body),
);

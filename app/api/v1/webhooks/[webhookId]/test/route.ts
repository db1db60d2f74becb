import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-webhooks';
import { testWebhook } from '@/taxonomy/generation/webhooks/webhooks';

export const POST = handle(endpoints.testWebhook, ({ db, params }) => testWebhook(db, params.webhookId));

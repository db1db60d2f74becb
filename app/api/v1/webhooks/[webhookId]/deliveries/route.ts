import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-webhooks';
import { listDeliveries } from '@/taxonomy/generation/webhooks/webhooks';

export const GET = handle(endpoints.listDeliveries, ({ db, params, query }) =>
  listDeliveries(db, params.webhookId, query),
);

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-webhooks';
import { resendDelivery } from '@/taxonomy/generation/webhooks/webhooks';

export const POST = handle(endpoints.resendDelivery, ({ db, params }) => resendDelivery(db, params.deliveryId));

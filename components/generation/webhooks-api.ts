import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { pages, query } from '@/components/api';
import type { Delivery } from '@/taxonomy/generation/contract-webhooks';

const DELIVERIES_PAGE = 20;
const EVERY_MS = 1_500;

const isWaiting = (delivery: Delivery | null): boolean => delivery?.state === 'waiting' && delivery.tries === 0;

/** The webhooks; polled while the last delivery of one has not been tried. */
export const webhookList = queryOptions({
  ...query('/api/v1/webhooks'),
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ lastDelivery }) => isWaiting(lastDelivery)) ? EVERY_MS : false,
});

/** The deliveries of a webhook, newest first; polled while one has not been tried. */
export const deliveriesOf = (webhookId: string) =>
  infiniteQueryOptions({
    ...pages('/api/v1/webhooks/{webhookId}/deliveries', { params: { webhookId }, query: { limit: DELIVERIES_PAGE } }),
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isWaiting)) ? EVERY_MS : false),
  });

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { pages, query } from '@/components/api';
import type { Delivery } from '@/taxonomy/generation/contract-webhooks';

const DELIVERIES_PAGE = 20;
const FIRST_TRY_MS = 1_500;
const LATER_TRY_MS = 10_000;

/** How soon to look again: soon for a first try, later for others, never when nothing waits. */
function nextLook(deliveries: readonly (Delivery | null)[]): number | false {
  const waiting = deliveries.filter((each) => each?.state === 'waiting');
  if (waiting.length === 0) return false;
  return waiting.some((each) => each?.nextTryAt === null) ? FIRST_TRY_MS : LATER_TRY_MS;
}

/** The webhooks; polled while the last delivery of one waits. */
export const webhookList = queryOptions({
  ...query('/api/v1/webhooks'),
  refetchInterval: ({ state }) => nextLook(state.data?.items.map(({ lastDelivery }) => lastDelivery) ?? []),
});

/** The deliveries of a webhook, newest first; polled while one waits. */
export const deliveriesOf = (webhookId: string) =>
  infiniteQueryOptions({
    ...pages('/api/v1/webhooks/{webhookId}/deliveries', { params: { webhookId }, query: { limit: DELIVERIES_PAGE } }),
    refetchInterval: ({ state }) => nextLook(state.data?.pages.flatMap(({ items }) => items) ?? []),
  });

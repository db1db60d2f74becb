'use client';

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import type { Delivery } from '@/taxonomy/generation/contract-webhooks';
import { api, queryKeyOf } from '../api';
import { Button } from '../ui/button';
import { ShowMore } from '../ui/show-more';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { useToast } from '../ui/toasts';
import { DeliveryState } from './delivery-state';
import { deliveriesOf } from './webhooks-api';

/** What was sent to a webhook, newest first. */
export function DeliveryList({ webhookId }: { webhookId: string }) {
  const list = useInfiniteQuery(deliveriesOf(webhookId));
  const deliveries = list.data?.pages.flatMap(({ items }) => items);
  if (!deliveries) {
    return list.error ? <Notice tone="error">{messageOf(list.error)}</Notice> : <Skeleton className="mt-2 h-24" />;
  }
  return (
    <>
      <ul aria-label="Deliveries" className="mt-2 border-t">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="flex flex-wrap items-center gap-3 border-b py-2">
            <div className="flex min-w-0 flex-1 basis-64 flex-wrap items-baseline gap-x-3 gap-y-1">
              <DeliveryState delivery={delivery} />
            </div>
            {delivery.state !== 'waiting' && <SendAgain delivery={delivery} />}
          </li>
        ))}
      </ul>
      {list.hasNextPage && <ShowMore list={list} size="small" className="mt-2" />}
    </>
  );
}

function SendAgain({ delivery: { id, type } }: { delivery: Delivery }) {
  const client = useQueryClient();
  const toast = useToast();
  const again = useMutation({
    mutationFn: () => api.post('/api/v1/webhook-deliveries/{deliveryId}/resend', { params: { deliveryId: id } }),
    onError: (error) => toast({ text: messageOf(error), tone: 'error' }),
    onSettled: () =>
      Promise.all(
        [queryKeyOf('/api/v1/webhooks'), queryKeyOf('/api/v1/webhooks/{webhookId}/deliveries')].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  return (
    <Button size="small" icon={RotateCcw} isBusy={again.isPending} onClick={() => again.mutate()}>
      Send again<span className="sr-only"> {type}</span>
    </Button>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ListChecks, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Webhook } from '@/taxonomy/generation/contract-webhooks';
import { api, queryKeyOf } from '../api';
import { Button } from '../ui/button';
import { messageOf } from '../ui/states';
import { useToast } from '../ui/toasts';
import { When } from '../ui/when';
import { DeliveryList } from './delivery-list';
import { DeliveryState } from './delivery-state';
import { eventsText } from './webhook-events';

type WebhookCardProps = { webhook: Webhook; onChangeEvents: () => void; onRemove: () => void };

/** One webhook: its address, its last delivery, and the others when they are opened. */
export function WebhookCard({ webhook, onChangeEvents, onRemove }: WebhookCardProps) {
  const { id, url, events, createdBy, createdAt, lastDelivery } = webhook;
  const [wasOpened, setOpened] = useState(false);
  const client = useQueryClient();
  const toast = useToast();
  const test = useMutation({
    mutationFn: () => api.post('/api/v1/webhooks/{webhookId}/test', { params: { webhookId: id } }),
    onError: (error) => toast({ text: messageOf(error), tone: 'error' }),
    onSettled: () =>
      Promise.all(
        [queryKeyOf('/api/v1/webhooks'), queryKeyOf('/api/v1/webhooks/{webhookId}/deliveries')].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  return (
    <section aria-label={url} className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="font-medium break-all">{url}</h2>
          <p className="text-sm text-muted">
            Added by {createdBy} on <When iso={createdAt} />
          </p>
          <p className="text-sm text-muted">Is told of {eventsText(events)}</p>
        </div>
        <Button size="small" icon={Send} isBusy={test.isPending} onClick={() => test.mutate()}>
          Send test
        </Button>
        <Button size="small" icon={ListChecks} onClick={onChangeEvents}>
          Events…
        </Button>
        <Button size="small" icon={Trash2} onClick={onRemove}>
          Remove…
        </Button>
      </div>
      {lastDelivery ? (
        <div role="status" className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <span className="text-muted">Last delivery:</span> <DeliveryState delivery={lastDelivery} />
        </div>
      ) : (
        <p className="text-muted">Nothing was sent yet.</p>
      )}
      {lastDelivery && (
        <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
          <summary className="cursor-pointer text-sm text-muted hover:text-ink">Deliveries</summary>
          {wasOpened && <DeliveryList webhookId={id} />}
        </details>
      )}
    </section>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Webhook } from '@/taxonomy/generation/contract-webhooks';
import { api, queryKeyOf } from '../api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';
import { EventFields } from './event-fields';
import { chosenOf, eventsOf } from './webhook-events';

/** Changes which events a webhook is told. */
export function WebhookEventsDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState(chosenOf(webhook.events));
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      api.patch('/api/v1/webhooks/{webhookId}', {
        params: { webhookId: webhook.id },
        body: { events: eventsOf(chosen) },
      }),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/webhooks') }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Events of this webhook"
      description={webhook.url}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={chosen.length === 0} isBusy={isPending} onClick={() => mutate()}>
            Save events
          </Button>
        </>
      }
    >
      <EventFields chosen={chosen} onChange={setChosen} />
      {error && (
        <Notice tone="error" title="The events were not changed">
          {messageOf(error)}
        </Notice>
      )}
    </Dialog>
  );
}

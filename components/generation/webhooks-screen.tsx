'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import type { Webhook } from '@/taxonomy/generation/contract-webhooks';
import { Button } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { Page } from '../ui/page';
import { EmptyState, ErrorState, Skeleton } from '../ui/states';
import { WebhookCard } from './webhook-card';
import { webhookList } from './webhooks-api';

const AddWebhookDialog = laterDialog(() => import('./add-webhook-dialog').then((module) => module.AddWebhookDialog));
const WebhookEventsDialog = laterDialog(() =>
  import('./webhook-events-dialog').then((module) => module.WebhookEventsDialog),
);
const RemoveWebhookDialog = laterDialog(() =>
  import('./remove-webhook-dialog').then((module) => module.RemoveWebhookDialog),
);

/** The addresses that are told what happens to runs, and what was sent to them. */
export function WebhooksScreen() {
  const { data, error, refetch } = useQuery(webhookList);
  const [isAdding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Webhook | null>(null);
  const [removing, setRemoving] = useState<Webhook | null>(null);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
      Add webhook…
    </Button>
  );
  return (
    <Page
      crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Webhooks' }]}
      width="read"
      action={data && data.items.length > 0 && add}
    >
      <div className="flex flex-col gap-6">
        <p className="text-muted">
          Seedleaf sends a signed POST request with JSON to these addresses when a run completes, fails, reaches a
          limit, is cancelled, pauses or stalls, or only for some of these. The README says how to check the signature.
        </p>
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton className="h-32 w-full" />}
        {data?.items.length === 0 && (
          <EmptyState icon={WebhookIcon} title="No webhook yet" action={add}>
            Add the address of a program that waits for runs, such as a scheduler or a chat bot.
          </EmptyState>
        )}
        {data?.items.map((webhook) => (
          <WebhookCard
            key={webhook.id}
            webhook={webhook}
            onChangeEvents={() => setChanging(webhook)}
            onRemove={() => setRemoving(webhook)}
          />
        ))}
      </div>
      {isAdding && <AddWebhookDialog onClose={() => setAdding(false)} />}
      {changing && <WebhookEventsDialog webhook={changing} onClose={() => setChanging(null)} />}
      {removing && <RemoveWebhookDialog webhook={removing} onClose={() => setRemoving(null)} />}
    </Page>
  );
}

import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { webhookList } from '@/components/generation/webhooks-api';
import { WebhooksScreen } from '@/components/generation/webhooks-screen';
import { db } from '@/prisma/db';
import { listWebhooks } from '@/taxonomy/generation/webhooks/webhooks';

export const metadata = { title: 'Webhooks' };

export default async function WebhooksPage() {
  await pageActor('owner');
  const client = new QueryClient();
  client.setQueryData(webhookList.queryKey, { items: await listWebhooks(db) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WebhooksScreen />
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { query } from '@/components/api';
import { TokenizersScreen } from '@/components/datasets/tokenizers-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listTokenizers } from '@/taxonomy/datasets/student/tokenizers';

export const metadata = { title: 'Tokenizers' };

export default async function TokenizersPage() {
  const { role } = await pageActor();
  const client = new QueryClient();
  client.setQueryData(query('/api/v1/tokenizers').queryKey, { items: await listTokenizers(db) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TokenizersScreen canCurate={mayActAs(role, 'curator')} />
    </HydrationBoundary>
  );
}

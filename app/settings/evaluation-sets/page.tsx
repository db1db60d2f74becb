import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { query } from '@/components/api';
import { EvaluationSetsScreen } from '@/components/generation/evaluation-sets-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listEvaluationSets } from '@/taxonomy/generation/evaluation-sets/sets';

export const metadata = { title: 'Evaluation sets' };

export default async function EvaluationSetsPage() {
  const { role } = await pageActor();
  const client = new QueryClient();
  client.setQueryData(query('/api/v1/evaluation-sets').queryKey, { items: await listEvaluationSets(db) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <EvaluationSetsScreen canCurate={mayActAs(role, 'curator')} />
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { modelList, MODELS_PAGE } from '@/components/training/api';
import { EvaluationScreen } from '@/components/training/evaluation-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listModels } from '@/taxonomy/training/evaluation/table';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Evaluation' };

export default async function EvaluationPage() {
  const actor = await pageActor();
  const taxonomy = await getTheTaxonomy(db);
  const client = new QueryClient();
  const newest = await listModels(db, taxonomy.id, { limit: MODELS_PAGE });
  client.setQueryData(modelList.queryKey, { pages: [newest], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <EvaluationScreen canCurate={mayActAs(actor.role, 'curator')} />
    </HydrationBoundary>
  );
}

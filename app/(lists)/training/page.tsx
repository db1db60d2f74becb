import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { RUNS_PAGE, trainingRunList } from '@/components/training/api-runs';
import { TrainingScreen } from '@/components/training/training-screen';
import { db } from '@/prisma/db';
import { listTrainingRuns } from '@/taxonomy/training/runs/training-runs';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Training' };

export default async function TrainingPage() {
  await pageActor();
  const taxonomy = await getTheTaxonomy(db);
  const client = new QueryClient();
  const newest = await listTrainingRuns(db, taxonomy.id, { limit: RUNS_PAGE });
  client.setQueryData(trainingRunList.queryKey, { pages: [newest], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TrainingScreen />
    </HydrationBoundary>
  );
}

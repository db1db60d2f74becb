import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { trainingRunById } from '@/components/training/api-runs';
import { TrainingRunScreen } from '@/components/training/training-run-screen';
import { db } from '@/prisma/db';
import { Id } from '@/taxonomy/contract';
import { getTrainingRun } from '@/taxonomy/training/runs/training-runs';

export const metadata = { title: 'Training' };

export default async function TrainingRunPage({ params }: PageProps<'/training/[runId]'>) {
  await pageActor();
  const { runId } = await params;
  if (!Id.safeParse(runId).success) notFound();
  const client = new QueryClient();
  client.setQueryData(trainingRunById(runId).queryKey, await getTrainingRun(db, runId).catch(orNotFound));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TrainingRunScreen runId={runId} />
    </HydrationBoundary>
  );
}

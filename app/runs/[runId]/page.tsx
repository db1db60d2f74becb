import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { runById } from '@/components/generation/api';
import { RunScreen } from '@/components/generation/run-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { Id } from '@/taxonomy/contract';
import { getRun } from '@/taxonomy/generation/runs/get-run';

export const metadata = { title: 'Run' };

export default async function RunPage({ params }: PageProps<'/runs/[runId]'>) {
  const { role } = await pageActor();
  const { runId } = await params;
  if (!Id.safeParse(runId).success) notFound();
  const client = new QueryClient();
  client.setQueryData(runById(runId).queryKey, await getRun(db, runId).catch(orNotFound));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RunScreen runId={runId} canCurate={mayActAs(role, 'curator')} />
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { sampleById } from '@/components/review/api';
import { SampleScreen } from '@/components/review/sample-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { Id } from '@/taxonomy/contract';
import { getSample } from '@/taxonomy/review/queue';

export const metadata = { title: 'Sample' };

export default async function SamplePage({ params }: PageProps<'/samples/[sampleId]'>) {
  const { id: personId, role } = await pageActor();
  const { sampleId } = await params;
  if (!Id.safeParse(sampleId).success) notFound();
  const client = new QueryClient();
  client.setQueryData(sampleById(sampleId).queryKey, await getSample(db, sampleId).catch(orNotFound));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SampleScreen key={sampleId} sampleId={sampleId} personId={personId} canDecide={mayActAs(role, 'reviewer')} />
    </HydrationBoundary>
  );
}

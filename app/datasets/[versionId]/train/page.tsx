import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { versionById } from '@/components/datasets/api';
import { BundleScreen } from '@/components/training/bundle-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { Id } from '@/taxonomy/contract';
import { getVersion } from '@/taxonomy/datasets/versions';

export const metadata = { title: 'Train on a version' };

export default async function TrainPage({ params }: PageProps<'/datasets/[versionId]/train'>) {
  const actor = await pageActor();
  const { versionId } = await params;
  if (!Id.safeParse(versionId).success) notFound();
  const version = await getVersion(db, versionId).catch(orNotFound);
  const client = new QueryClient();
  client.setQueryData(versionById(versionId).queryKey, version);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BundleScreen versionId={versionId} canExport={mayActAs(actor.role, 'curator')} />
    </HydrationBoundary>
  );
}

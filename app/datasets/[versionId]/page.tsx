import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { versionById } from '@/components/datasets/api';
import { VersionScreen } from '@/components/datasets/version-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { Id } from '@/taxonomy/contract';
import { getVersion } from '@/taxonomy/datasets/versions';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Dataset version' };

export default async function VersionPage({ params }: PageProps<'/datasets/[versionId]'>) {
  const actor = await pageActor();
  const { versionId } = await params;
  if (!Id.safeParse(versionId).success) notFound();
  const [taxonomy, version] = await Promise.all([getTheTaxonomy(db), getVersion(db, versionId).catch(orNotFound)]);
  const client = new QueryClient();
  client.setQueryData(versionById(versionId).queryKey, version);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <VersionScreen taxonomyId={taxonomy.id} versionId={versionId} canPublish={mayActAs(actor.role, 'curator')} />
    </HydrationBoundary>
  );
}

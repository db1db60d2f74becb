import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { versionList, VERSIONS_PAGE } from '@/components/datasets/api';
import { DatasetsScreen } from '@/components/datasets/datasets-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listVersions } from '@/taxonomy/datasets/versions';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Datasets' };

export default async function DatasetsPage() {
  const actor = await pageActor();
  const taxonomy = await getTheTaxonomy(db);
  const client = new QueryClient();
  const newest = await listVersions(db, taxonomy.id, { limit: VERSIONS_PAGE });
  client.setQueryData(versionList.queryKey, { pages: [newest], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <DatasetsScreen taxonomyId={taxonomy.id} canPublish={mayActAs(actor.role, 'curator')} />
    </HydrationBoundary>
  );
}

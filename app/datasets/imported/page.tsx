import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { importedSets, IMPORTED_PAGE } from '@/components/datasets/api';
import { ImportedScreen } from '@/components/datasets/imported-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listImportedSets } from '@/taxonomy/datasets/imported/sets';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Imported datasets' };

export default async function ImportedPage() {
  const { role } = await pageActor();
  const { id } = await getTheTaxonomy(db);
  const client = new QueryClient();
  client.setQueryData(importedSets.queryKey, await listImportedSets(db, id, { limit: IMPORTED_PAGE }));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ImportedScreen canCurate={mayActAs(role, 'curator')} />
    </HydrationBoundary>
  );
}

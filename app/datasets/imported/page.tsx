import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { importedSets, IMPORTED_PAGE, sampleImports, VERSIONS_PAGE } from '@/components/datasets/api';
import { ImportedScreen } from '@/components/datasets/imported-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listImportedSets } from '@/taxonomy/datasets/imported/sets';
import { listSampleImports } from '@/taxonomy/generation/sample-imports/imports';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Imported datasets' };

export default async function ImportedPage() {
  const { role } = await pageActor();
  const { id } = await getTheTaxonomy(db);
  const client = new QueryClient();
  const [sets, imports] = await Promise.all([
    listImportedSets(db, id, { limit: IMPORTED_PAGE }),
    listSampleImports(db, id, { limit: VERSIONS_PAGE }),
  ]);
  client.setQueryData(importedSets.queryKey, sets);
  client.setQueryData(sampleImports.queryKey, { pages: [imports], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ImportedScreen taxonomyId={id} canCurate={mayActAs(role, 'curator')} />
    </HydrationBoundary>
  );
}

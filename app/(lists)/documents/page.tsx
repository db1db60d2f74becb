import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageActor } from '@/app/page-actor';
import { documentList } from '@/components/documents/api';
import { DocumentsScreen } from '@/components/documents/documents-screen';
import { db } from '@/prisma/db';
import { listDocuments } from '@/taxonomy/documents/documents';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata: Metadata = { title: 'Documents' };

export default async function DocumentsPage() {
  await pageActor();
  const { id } = await getTheTaxonomy(db);
  const first = await listDocuments(db, id, { limit: 50 });
  const client = new QueryClient();
  client.setQueryData(documentList().queryKey, { pages: [first], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <DocumentsScreen />
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { documentChunks } from '@/components/documents/api';
import { DocumentScreen } from '@/components/documents/document-screen';
import { db } from '@/prisma/db';
import { Id } from '@/taxonomy/contract';
import { listChunks } from '@/taxonomy/documents/chunks';
import { getDocument } from '@/taxonomy/documents/documents';

export const metadata: Metadata = { title: 'Document' };

export default async function DocumentPage({ params }: PageProps<'/documents/[documentId]'>) {
  await pageActor();
  const { documentId } = await params;
  if (!Id.safeParse(documentId).success) notFound();
  const document = await getDocument(db, documentId).catch(orNotFound);
  const client = new QueryClient();
  const first = await listChunks(db, documentId, { limit: 50 });
  client.setQueryData(documentChunks(documentId).queryKey, { pages: [first], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <DocumentScreen document={document} />
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { query } from '@/components/api';
import { versionById } from '@/components/datasets/api';
import { LearnedScreen } from '@/components/datasets/learned-screen';
import { db } from '@/prisma/db';
import { Id } from '@/taxonomy/contract';
import { listTokenizers } from '@/taxonomy/datasets/student/tokenizers';
import { getVersion } from '@/taxonomy/datasets/versions';

export const metadata = { title: 'What the model will learn' };

export default async function LearnedPage({ params }: PageProps<'/datasets/[versionId]/learned'>) {
  await pageActor();
  const { versionId } = await params;
  if (!Id.safeParse(versionId).success) notFound();
  const [version, items] = await Promise.all([getVersion(db, versionId).catch(orNotFound), listTokenizers(db)]);
  const client = new QueryClient();
  client.setQueryData(versionById(versionId).queryKey, version);
  client.setQueryData(query('/api/v1/tokenizers').queryKey, { items });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LearnedScreen versionId={versionId} />
    </HydrationBoundary>
  );
}

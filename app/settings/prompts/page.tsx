import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { promptList } from '@/components/generation/prompts-api';
import { PromptsScreen } from '@/components/generation/prompts-screen';
import { db } from '@/prisma/db';
import { NodeId } from '@/taxonomy/contract';
import { listPrompts } from '@/taxonomy/generation/prompt-texts/prompt-texts';

export const metadata = { title: 'Prompts' };

export default async function PromptsPage({ searchParams }: PageProps<'/settings/prompts'>) {
  await pageActor();
  const given = NodeId.optional().safeParse((await searchParams).leaf);
  if (!given.success) notFound();
  const leaf = given.data ?? null;
  const client = new QueryClient();
  client.setQueryData(promptList(leaf).queryKey, await listPrompts(db, leaf).catch(orNotFound));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PromptsScreen leaf={leaf} />
    </HydrationBoundary>
  );
}

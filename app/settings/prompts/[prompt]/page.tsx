import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { PromptScreen } from '@/components/generation/prompt-screen';
import { promptByName } from '@/components/generation/prompts-api';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { NodeId } from '@/taxonomy/contract';
import { getPrompt } from '@/taxonomy/generation/prompt-texts/prompt-texts';

export const metadata = { title: 'Prompt' };

export default async function PromptPage({ params, searchParams }: PageProps<'/settings/prompts/[prompt]'>) {
  const { role } = await pageActor();
  const given = NodeId.optional().safeParse((await searchParams).leaf);
  if (!given.success) notFound();
  const leaf = given.data ?? null;
  const { prompt } = await params;
  const client = new QueryClient();
  client.setQueryData(promptByName(prompt, leaf).queryKey, await getPrompt(db, prompt, leaf).catch(orNotFound));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PromptScreen name={prompt} leaf={leaf} mayEdit={mayActAs(role, 'curator')} />
    </HydrationBoundary>
  );
}

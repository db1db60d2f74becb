import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { latestOf } from '@/components/datasets/api';
import { PublishScreen } from '@/components/datasets/publish-screen';
import { db } from '@/prisma/db';
import { Id } from '@/taxonomy/contract';
import { findLatest } from '@/taxonomy/datasets/continue-dataset';
import { loadVersion } from '@/taxonomy/datasets/versions';
import { stripUnstorable } from '@/taxonomy/text';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Publish a dataset' };

export default async function NewVersionPage({ searchParams }: PageProps<'/datasets/new'>) {
  await pageActor('curator');
  const [{ id }, given] = await Promise.all([getTheTaxonomy(db), searchParams]);
  const name = typeof given.name === 'string' ? stripUnstorable(given.name).trim().slice(0, 100) : '';
  const latest = name === '' ? null : await findLatest(db, id, name);
  const again = Id.safeParse(given.again).success ? await loadVersion(db, String(given.again)).catch(orNotFound) : null;
  const client = new QueryClient();
  if (name !== '') client.setQueryData(latestOf(name).queryKey, { latest });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PublishScreen taxonomyId={id} start={{ name, latest, again: again?.recipe ?? null }} />
    </HydrationBoundary>
  );
}

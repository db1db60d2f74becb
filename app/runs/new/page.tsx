import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { teacherList } from '@/components/generation/api';
import { NewRunScreen } from '@/components/generation/new-run-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listTeachers } from '@/taxonomy/generation/teacher/teachers';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'New run' };

export default async function NewRunPage() {
  const { role } = await pageActor('curator');
  const client = new QueryClient();
  const [taxonomy, items] = await Promise.all([getTheTaxonomy(db), listTeachers(db)]);
  client.setQueryData(teacherList.queryKey, { items });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <NewRunScreen taxonomyId={taxonomy.id} isOwner={mayActAs(role, 'owner')} />
    </HydrationBoundary>
  );
}

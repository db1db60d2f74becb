import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { teacherList } from '@/components/generation/api';
import { TeachersScreen } from '@/components/generation/teachers-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listTeachers } from '@/taxonomy/generation/teacher/teachers';

export const metadata = { title: 'Teachers' };

export default async function TeachersPage() {
  const { role } = await pageActor('curator');
  const client = new QueryClient();
  client.setQueryData(teacherList.queryKey, { items: await listTeachers(db) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TeachersScreen isOwner={mayActAs(role, 'owner')} />
    </HydrationBoundary>
  );
}

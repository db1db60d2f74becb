import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { teacherList } from '@/components/generation/api';
import { lastRun } from '@/components/welcome/api';
import { WelcomeScreen } from '@/components/welcome/welcome-screen';
import { db } from '@/prisma/db';
import { listRuns } from '@/taxonomy/generation/runs/get-run';
import { listTeachers } from '@/taxonomy/generation/teacher/teachers';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Welcome' };

export default async function WelcomePage() {
  const { role } = await pageActor('curator');
  const client = new QueryClient();
  const [{ id }, teachers, runs] = await Promise.all([
    getTheTaxonomy(db),
    listTeachers(db),
    listRuns(db, { limit: 1 }),
  ]);
  client.setQueryData(teacherList.queryKey, { items: teachers });
  client.setQueryData(lastRun.queryKey, runs);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WelcomeScreen taxonomyId={id} isOwner={role === 'owner'} />
    </HydrationBoundary>
  );
}

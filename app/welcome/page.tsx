import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { ownSession } from '@/app/api/session';
import { pageActor } from '@/app/page-actor';
import { me } from '@/components/accounts/api';
import { teacherList } from '@/components/generation/api';
import { lastRun } from '@/components/welcome/api';
import { WelcomeScreen } from '@/components/welcome/welcome-screen';
import { db } from '@/prisma/db';
import { getMe } from '@/taxonomy/accounts/me';
import { listRuns } from '@/taxonomy/generation/runs/get-run';
import { listTeachers } from '@/taxonomy/generation/teacher/teachers';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Welcome' };

export default async function WelcomePage() {
  const { role } = await pageActor('curator');
  const client = new QueryClient();
  const [{ id }, teachers, runs, account] = await Promise.all([
    getTheTaxonomy(db),
    listTeachers(db),
    listRuns(db, { limit: 1 }),
    ownSession({ headers: await headers() }).then((session) => getMe(db, session)),
  ]);
  client.setQueryData(teacherList.queryKey, { items: teachers });
  client.setQueryData(lastRun.queryKey, runs);
  client.setQueryData(me.queryKey, account);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WelcomeScreen taxonomyId={id} isOwner={role === 'owner'} />
    </HydrationBoundary>
  );
}

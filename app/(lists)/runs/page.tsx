import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { RUNS_PAGE, runList } from '@/components/generation/run-list';
import { RunListScreen } from '@/components/generation/run-list-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listRuns } from '@/taxonomy/generation/runs/get-run';

export const metadata = { title: 'Runs' };

export default async function RunsPage() {
  const { role } = await pageActor();
  const client = new QueryClient();
  client.setQueryData(runList.queryKey, { pages: [await listRuns(db, { limit: RUNS_PAGE })], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RunListScreen canStart={mayActAs(role, 'curator')} />
    </HydrationBoundary>
  );
}

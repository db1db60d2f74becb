import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { RUNS_PAGE, runsOver } from '@/components/generation/run-list';
import { RunListScreen } from '@/components/generation/run-list-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { NodeId } from '@/taxonomy/contract';
import { listRuns } from '@/taxonomy/generation/runs/get-run';
import { crumbsOf } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Runs' };

export default async function RunsPage({ searchParams }: PageProps<'/runs'>) {
  const { role } = await pageActor();
  const leafId = NodeId.safeParse((await searchParams)['leaf']).data;
  const crumbs = leafId === undefined ? null : await crumbsOf(db, leafId).catch(orNotFound);
  const client = new QueryClient();
  const first = await listRuns(db, { limit: RUNS_PAGE, leaf: leafId });
  client.setQueryData(runsOver(leafId).queryKey, { pages: [first], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RunListScreen
        canStart={mayActAs(role, 'curator')}
        leaf={leafId === undefined ? null : { id: leafId, name: crumbs?.at(-1)?.name ?? leafId }}
      />
    </HydrationBoundary>
  );
}

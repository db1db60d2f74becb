import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { CompareScreen } from '@/components/generation/compare-screen';
import { comparisonOf } from '@/components/generation/compare-api';
import { db } from '@/prisma/db';
import { Id, NodeId } from '@/taxonomy/contract';
import { compareRuns } from '@/taxonomy/generation/comparison/compare-runs';
import { comparisonLimits } from '@/taxonomy/generation/vocabulary-comparison-limits';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Compare runs' };

export default async function ComparePage({ searchParams }: PageProps<'/runs/compare'>) {
  await pageActor();
  const given = await searchParams;
  const asked = typeof given['runs'] === 'string' ? given['runs'].split(',') : [];
  // Ids that are none are left out: the page says how many runs it needs.
  const runs = [...new Set(asked)].filter((id) => Id.safeParse(id).success).slice(0, comparisonLimits.runs.most);
  const node = NodeId.safeParse(given['node']).data;
  const client = new QueryClient();
  if (runs.length >= comparisonLimits.runs.least) {
    const comparison = await compareRuns(db, { runs, node }).catch(orNotFound);
    client.setQueryData(comparisonOf(runs, node).queryKey, comparison);
  }
  const { id: taxonomyId } = await getTheTaxonomy(db);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <CompareScreen taxonomyId={taxonomyId} runIds={runs} node={node} />
    </HydrationBoundary>
  );
}

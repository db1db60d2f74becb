import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { samplesOf } from '@/components/review/api';
import { DecidedScreen } from '@/components/review/decided-screen';
import { ReviewScreen } from '@/components/review/review-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { Id } from '@/taxonomy/contract';
import { SampleMark } from '@/taxonomy/review/contract';
import { listReviewQueue } from '@/taxonomy/review/queue';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Review' };

/** Samples that come with the page, so that it stays under 100 kB. A list shows them all; the queue shows one. */
const IN_QUEUE = 30;
const IN_LIST = 25;

/**
 * The review queue; with `?status=approved` or `rejected` the list of decided samples; with `?only=held` or `disputed` the
 * list of samples with that mark; with `?run=` only those of one run.
 */
export default async function ReviewPage({ params, searchParams }: PageProps<'/review/[[...scope]]'>) {
  const actor = await pageActor();
  const nodeId = (await params).scope?.[0] ?? null;
  const query = await searchParams;
  const runId = Id.safeParse(query['run']).data ?? null;
  const status = query['status'] === 'approved' || query['status'] === 'rejected' ? query['status'] : 'pending';
  const only = SampleMark.safeParse(query['only']).data ?? null;
  const scope = nodeId ?? 'all';
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const isList = status !== 'pending' || only !== null;
  const limit = isList ? IN_LIST : IN_QUEUE;
  const initial = await listReviewQueue(db, { taxonomyId, nodeId, runId }, { status, only: only ?? undefined, limit });
  if (!isList) {
    return (
      <ReviewScreen
        key={`${scope} ${runId}`}
        taxonomyId={taxonomyId}
        scope={scope}
        runId={runId}
        personId={actor.id}
        initial={initial}
        canDecide={mayActAs(actor.role, 'reviewer')}
        canGenerate={mayActAs(actor.role, 'curator')}
      />
    );
  }
  const client = new QueryClient();
  client.setQueryData(samplesOf(scope, { status, runId, only }).queryKey, { pages: [initial], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <DecidedScreen taxonomyId={taxonomyId} scope={scope} runId={runId} status={status} only={only} />
    </HydrationBoundary>
  );
}

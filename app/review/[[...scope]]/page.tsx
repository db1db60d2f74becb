import { notFound } from 'next/navigation';
import { pageActor } from '@/app/page-actor';
import { ReviewScreen } from '@/components/review/review-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { NodeId } from '@/taxonomy/contract';
import { listReviewQueue } from '@/taxonomy/review/queue';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export default async function ReviewPage({ params }: PageProps<'/review/[[...scope]]'>) {
  const actor = await pageActor();
  const nodeId = (await params).scope?.[0] ?? null;
  if (nodeId !== null && !NodeId.safeParse(nodeId).success) notFound();
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const initial = await listReviewQueue(db, { taxonomyId, nodeId }, { status: 'pending', limit: 30 });
  return (
    <ReviewScreen
      key={nodeId}
      taxonomyId={taxonomyId}
      scope={nodeId ?? 'all'}
      initial={initial}
      canDecide={mayActAs(actor.role, 'reviewer')}
    />
  );
}

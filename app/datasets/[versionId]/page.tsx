import { notFound } from 'next/navigation';
import { pageActor } from '@/app/page-actor';
import { VersionScreen } from '@/components/datasets/version-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { Id } from '@/taxonomy/contract';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Dataset version' };

export default async function VersionPage({ params }: PageProps<'/datasets/[versionId]'>) {
  const actor = await pageActor();
  const { versionId } = await params;
  if (!Id.safeParse(versionId).success) notFound();
  const { id } = await getTheTaxonomy(db);
  return <VersionScreen taxonomyId={id} versionId={versionId} canPublish={mayActAs(actor.role, 'curator')} />;
}

import { pageActor } from '@/app/page-actor';
import { DatasetsScreen } from '@/components/datasets/datasets-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Datasets' };

export default async function DatasetsPage() {
  const actor = await pageActor();
  const { id } = await getTheTaxonomy(db);
  return <DatasetsScreen taxonomyId={id} canPublish={mayActAs(actor.role, 'curator')} />;
}

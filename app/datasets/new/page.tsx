import { pageActor } from '@/app/page-actor';
import { PublishScreen } from '@/components/datasets/publish-screen';
import { db } from '@/prisma/db';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Publish a dataset' };

export default async function NewVersionPage({ searchParams }: PageProps<'/datasets/new'>) {
  await pageActor('curator');
  const [{ id }, { name }] = await Promise.all([getTheTaxonomy(db), searchParams]);
  return <PublishScreen taxonomyId={id} givenName={typeof name === 'string' ? name.slice(0, 100) : ''} />;
}

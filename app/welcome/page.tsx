import { pageActor } from '@/app/page-actor';
import { WelcomeScreen } from '@/components/welcome/welcome-screen';
import { db } from '@/prisma/db';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Welcome' };

export default async function WelcomePage() {
  const { role } = await pageActor('curator');
  const { id } = await getTheTaxonomy(db);
  return <WelcomeScreen taxonomyId={id} isOwner={role === 'owner'} />;
}

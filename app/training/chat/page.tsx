import { pageActor } from '@/app/page-actor';
import { ChatScreen } from '@/components/training/chat-screen';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'Chat' };

export default async function ChatPage() {
  const actor = await pageActor();
  const taxonomy = await getTheTaxonomy(db);
  return <ChatScreen canCurate={mayActAs(actor.role, 'curator')} personId={actor.id} taxonomyId={taxonomy.id} />;
}

import { pageActor } from '@/app/page-actor';
import { ChatScreen } from '@/components/training/chat-screen';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';

export const metadata = { title: 'Chat' };

export default async function ChatPage() {
  const actor = await pageActor();
  return <ChatScreen canCurate={mayActAs(actor.role, 'curator')} />;
}

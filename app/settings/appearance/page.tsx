import { pageActor } from '@/app/page-actor';
import { AppearanceScreen } from '@/components/settings/appearance-screen';

export const metadata = { title: 'Appearance and keys' };

export default async function AppearancePage() {
  await pageActor();
  return <AppearanceScreen />;
}

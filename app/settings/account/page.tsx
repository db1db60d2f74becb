import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { ownSession } from '@/app/api/session';
import { pageActor } from '@/app/page-actor';
import { AccountScreen } from '@/components/accounts/account-screen';
import { me } from '@/components/accounts/api';
import { db } from '@/prisma/db';
import { getMe } from '@/taxonomy/accounts/me';

export const metadata = { title: 'Account' };

export default async function AccountPage() {
  await pageActor();
  const client = new QueryClient();
  client.setQueryData(me.queryKey, await getMe(db, await ownSession({ headers: await headers() })));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AccountScreen />
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { pageActor } from '@/app/page-actor';
import { people, PEOPLE_PAGE } from '@/components/accounts/api';
import { PeopleScreen } from '@/components/accounts/people-screen';
import { db } from '@/prisma/db';
import { listPeople } from '@/taxonomy/accounts/list-people';

export const metadata = { title: 'People' };

export default async function PeoplePage() {
  const { id } = await pageActor('owner');
  const client = new QueryClient();
  client.setQueryData(people.queryKey, { pages: [await listPeople(db, { limit: PEOPLE_PAGE })], pageParams: [''] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PeopleScreen ownId={id} />
    </HydrationBoundary>
  );
}

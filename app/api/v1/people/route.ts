import { handle } from '@/app/api/handle';
import { AddPersonRequest, People, PersonWithPassword } from '@/taxonomy/accounts/contract';
import { addPerson } from '@/taxonomy/accounts/add-person';
import { listPeople } from '@/taxonomy/accounts/list-people';
import { PageQuery } from '@/taxonomy/contract';

export const GET = handle({
  access: 'owner',
  query: PageQuery,
  response: People,
  run: ({ db, query }) => listPeople(db, query),
});

export const POST = handle({
  access: 'owner',
  body: AddPersonRequest,
  response: PersonWithPassword,
  run: ({ db, actor, body }) => addPerson(db, actor, body),
});

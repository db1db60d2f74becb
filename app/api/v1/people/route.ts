import { handle } from '@/app/api/handle';
import { addPerson } from '@/taxonomy/accounts/add-person';
import * as endpoints from '@/taxonomy/accounts/endpoints';
import { listPeople } from '@/taxonomy/accounts/list-people';

export const GET = handle(endpoints.listPeople, ({ db, query }) => listPeople(db, query));

export const POST = handle(endpoints.addPerson, ({ db, actor, body }) => addPerson(db, actor, body));

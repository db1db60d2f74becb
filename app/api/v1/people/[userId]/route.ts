import { handle } from '@/app/api/handle';
import { changePerson } from '@/taxonomy/accounts/change-person';
import * as endpoints from '@/taxonomy/accounts/endpoints';

export const PATCH = handle(endpoints.changePerson, ({ db, actor, params, body }) =>
  changePerson(db, actor, params.userId, body),
);

import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { changePerson } from '@/taxonomy/accounts/change-person';
import { Person, UpdatePersonRequest } from '@/taxonomy/accounts/contract';
import { Id } from '@/taxonomy/contract';

export const PATCH = handle({
  access: 'owner',
  params: z.object({ userId: Id }),
  body: UpdatePersonRequest,
  response: Person,
  run: ({ db, actor, params, body }) => changePerson(db, actor, params.userId, body),
});

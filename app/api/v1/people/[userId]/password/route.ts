import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { resetPassword } from '@/taxonomy/accounts/change-person';
import { PersonWithPassword } from '@/taxonomy/accounts/contract';
import { Id } from '@/taxonomy/contract';

export const POST = handle({
  access: 'owner',
  params: z.object({ userId: Id }),
  response: PersonWithPassword,
  run: ({ db, actor, params }) => resetPassword(db, actor, params.userId),
});

import { handle } from '@/app/api/handle';
import { DomainError } from '@/taxonomy/errors';

/** Any address under /api that no route has answers in JSON, as the others do. */
export const GET = handle({
  access: 'anybody',
  run: ({ request }) => {
    throw new DomainError('not_found', `There is nothing at ${new URL(request.url).pathname}. Check the address.`);
  },
});

export { GET as POST, GET as PUT, GET as PATCH, GET as DELETE };

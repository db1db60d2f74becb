import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { endpoint } from '@/taxonomy/endpoint';
import { DomainError } from '@/taxonomy/errors';

const unknown = endpoint({
  method: 'GET',
  path: '/api/{...unknown}',
  access: 'anybody',
  summary: 'Any address that no endpoint has: refused in JSON, as by the others.',
  response: z.never(),
});

export const GET = handle(unknown, ({ request }) => {
  throw new DomainError('not_found', `There is nothing at ${new URL(request.url).pathname}. Check the address.`);
});

export { GET as POST, GET as PUT, GET as PATCH, GET as DELETE };

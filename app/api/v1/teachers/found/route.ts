import { handle } from '@/app/api/handle';
import { FoundServers } from '@/taxonomy/generation/contract';
import { findServers } from '@/taxonomy/generation/teacher/teachers-found';

export const GET = handle({
  access: 'curator',
  response: FoundServers,
  run: async ({ request: { signal } }) => ({ items: await findServers(signal) }),
});

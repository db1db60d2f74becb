import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { findServers } from '@/taxonomy/generation/teacher/teachers-found';

export const GET = handle(endpoints.findServers, async ({ request: { signal } }) => ({
  items: await findServers(signal),
}));

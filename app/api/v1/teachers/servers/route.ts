import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-teachers';
import { listServerStates } from '@/taxonomy/generation/teacher/server-states';

export const GET = handle(endpoints.listServers, async ({ db }) => ({ items: await listServerStates(db) }));

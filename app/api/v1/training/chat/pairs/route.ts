import { handle } from '@/app/api/handle';
import { listPairs } from '@/taxonomy/training/chat/votes';
import * as endpoints from '@/taxonomy/training/endpoints-chat';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listChatPairs, async ({ db }) => ({
  items: await listPairs(db, (await getTheTaxonomy(db)).id),
}));

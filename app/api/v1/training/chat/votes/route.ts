import { handle } from '@/app/api/handle';
import { addVote, listVotes } from '@/taxonomy/training/chat/votes';
import * as endpoints from '@/taxonomy/training/endpoints-chat';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listChatVotes, async ({ db, query }) =>
  listVotes(db, (await getTheTaxonomy(db)).id, query),
);

export const POST = handle(endpoints.addChatVote, async ({ db, actor, body }) =>
  addVote(db, actor, (await getTheTaxonomy(db)).id, body),
);

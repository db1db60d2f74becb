import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/seeds/endpoints';
import { getLeaf } from '@/taxonomy/seeds/leaf';
import { saveLeaf } from '@/taxonomy/seeds/save-leaf';

export const GET = handle(endpoints.getLeaf, ({ db, params }) => getLeaf(db, params.nodeId));

export const PUT = handle(endpoints.saveLeaf, ({ db, actor, params, body }) =>
  saveLeaf(db, actor, params.nodeId, body),
);

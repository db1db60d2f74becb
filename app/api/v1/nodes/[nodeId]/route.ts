import { handle } from '@/app/api/handle';
import { deleteNode } from '@/taxonomy/tree/delete-node';
import * as endpoints from '@/taxonomy/tree/endpoints';
import { getNode } from '@/taxonomy/tree/nodes';
import { updateNode } from '@/taxonomy/tree/update-node';

export const GET = handle(endpoints.getNode, ({ db, params }) => getNode(db, params.nodeId));

export const PATCH = handle(endpoints.updateNode, ({ db, actor, params, body }) =>
  updateNode(db, actor, params.nodeId, body),
);

export const DELETE = handle(endpoints.deleteNode, ({ db, actor, params, query }) =>
  deleteNode(db, actor, params.nodeId, query),
);

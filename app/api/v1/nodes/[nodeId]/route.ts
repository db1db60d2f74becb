import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { NodeId } from '@/taxonomy/contract';
import { DeletedNode, DeleteNodeQuery, TreeNode, UpdateNodeRequest } from '@/taxonomy/tree/contract';
import { deleteNode } from '@/taxonomy/tree/delete-node';
import { getNode } from '@/taxonomy/tree/nodes';
import { updateNode } from '@/taxonomy/tree/update-node';

const params = z.object({ nodeId: NodeId });

export const GET = handle({
  access: 'viewer',
  params,
  response: TreeNode,
  run: ({ db, params }) => getNode(db, params.nodeId),
});

export const PATCH = handle({
  access: 'curator',
  params,
  body: UpdateNodeRequest,
  response: TreeNode,
  run: ({ db, actor, params, body }) => updateNode(db, actor, params.nodeId, body),
});

export const DELETE = handle({
  access: 'curator',
  params,
  query: DeleteNodeQuery,
  response: DeletedNode,
  run: ({ db, actor, params, query }) => deleteNode(db, actor, params.nodeId, query),
});

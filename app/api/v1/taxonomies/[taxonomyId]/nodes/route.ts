import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id, page } from '@/taxonomy/contract';
import { createLeaf } from '@/taxonomy/seeds/save-leaf';
import { CreateNodeRequest, NodesQuery, TreeNode } from '@/taxonomy/tree/contract';
import { createNode } from '@/taxonomy/tree/create-node';
import { listNodesPage } from '@/taxonomy/tree/nodes';

export const GET = handle({
  access: 'viewer',
  params: z.object({ taxonomyId: Id }),
  query: NodesQuery,
  response: page(TreeNode),
  run: ({ db, params, query }) => listNodesPage(db, params.taxonomyId, query),
});

export const POST = handle({
  access: 'curator',
  params: z.object({ taxonomyId: Id }),
  body: CreateNodeRequest,
  response: TreeNode,
  run: ({ db, actor, body: { leafKind, ...place } }) =>
    leafKind ? createLeaf(db, actor, { ...place, leafKind }) : createNode(db, actor, place),
});

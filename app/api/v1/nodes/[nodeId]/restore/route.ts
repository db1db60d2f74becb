import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { NodeId } from '@/taxonomy/contract';
import { TreeNode } from '@/taxonomy/tree/contract';
import { restoreNode } from '@/taxonomy/tree/delete-node';

export const POST = handle({
  access: 'curator',
  params: z.object({ nodeId: NodeId }),
  response: TreeNode,
  run: ({ db, actor, params }) => restoreNode(db, actor, params.nodeId),
});

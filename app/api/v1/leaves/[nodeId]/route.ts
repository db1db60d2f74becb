import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { NodeId } from '@/taxonomy/contract';
import { LeafDetail, SaveLeafRequest } from '@/taxonomy/seeds/contract';
import { getLeaf } from '@/taxonomy/seeds/leaf';
import { saveLeaf } from '@/taxonomy/seeds/save-leaf';

const params = z.object({ nodeId: NodeId });

export const GET = handle({
  access: 'viewer',
  params,
  response: LeafDetail,
  run: ({ db, params }) => getLeaf(db, params.nodeId),
});

export const PUT = handle({
  access: 'curator',
  params,
  body: SaveLeafRequest,
  response: LeafDetail,
  run: ({ db, actor, params, body }) => saveLeaf(db, actor, params.nodeId, body),
});

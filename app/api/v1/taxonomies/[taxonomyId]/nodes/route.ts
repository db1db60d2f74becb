import { handle } from '@/app/api/handle';
import { createLeaf } from '@/taxonomy/seeds/save-leaf';
import { createNode } from '@/taxonomy/tree/create-node';
import * as endpoints from '@/taxonomy/tree/endpoints';
import { listNodesPage } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listNodes, ({ db, params, query }) => listNodesPage(db, params.taxonomyId, query));

export const POST = handle(endpoints.createNode, ({ db, actor, body: { leafKind, ...place } }) =>
  leafKind ? createLeaf(db, actor, { ...place, leafKind }) : createNode(db, actor, place),
);

import { handle } from '@/app/api/handle';
import { restoreNode } from '@/taxonomy/tree/delete-node';
import * as endpoints from '@/taxonomy/tree/endpoints';

export const POST = handle(endpoints.restoreNode, ({ db, actor, params }) => restoreNode(db, actor, params.nodeId));

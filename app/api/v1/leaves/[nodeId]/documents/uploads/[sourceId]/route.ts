import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Empty, Id, NodeId } from '@/taxonomy/contract';
import { dismissUpload } from '@/taxonomy/documents/documents';

/** Takes a file that could not be read from the leaf's page. */
export const DELETE = handle({
  access: 'curator',
  params: z.object({ nodeId: NodeId, sourceId: Id }),
  response: Empty,
  run: async ({ db, params: { nodeId, sourceId } }) => {
    await dismissUpload(db, { leafId: nodeId, sourceId });
    return {};
  },
});

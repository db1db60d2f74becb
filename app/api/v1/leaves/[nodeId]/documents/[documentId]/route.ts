import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Empty, Id, NodeId } from '@/taxonomy/contract';
import { attachDocument, detachDocument } from '@/taxonomy/documents/documents';

const params = z.object({ nodeId: NodeId, documentId: Id });

/** Gives the leaf a document that lies here already: how taking one away is undone. */
export const PUT = handle({
  access: 'curator',
  params,
  response: Empty,
  run: async ({ db, actor, params: { nodeId, documentId } }) => {
    await attachDocument(db, { actor, leafId: nodeId, documentId });
    return {};
  },
});

export const DELETE = handle({
  access: 'curator',
  params,
  response: Empty,
  run: async ({ db, actor, params: { nodeId, documentId } }) => {
    await detachDocument(db, { actor, leafId: nodeId, documentId });
    return {};
  },
});

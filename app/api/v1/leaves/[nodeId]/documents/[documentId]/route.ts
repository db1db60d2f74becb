import { handle } from '@/app/api/handle';
import { attachDocument, detachDocument } from '@/taxonomy/documents/documents';
import * as endpoints from '@/taxonomy/documents/endpoints';

export const PUT = handle(endpoints.attachDocument, async ({ db, actor, params: { nodeId, documentId } }) => {
  await attachDocument(db, { actor, leafId: nodeId, documentId });
  return {};
});

export const DELETE = handle(endpoints.detachDocument, async ({ db, actor, params: { nodeId, documentId } }) => {
  await detachDocument(db, { actor, leafId: nodeId, documentId });
  return {};
});

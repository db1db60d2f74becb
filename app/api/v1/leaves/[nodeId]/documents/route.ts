import { handle } from '@/app/api/handle';
import { readOneFile } from '@/app/api/one-file';
import { listLeafDocuments } from '@/taxonomy/documents/documents';
import * as endpoints from '@/taxonomy/documents/endpoints';
import { queueUpload } from '@/taxonomy/documents/queue-upload';
import { MAX_DOCUMENT_BYTES } from '@/taxonomy/documents/read-text';

export const GET = handle(endpoints.listLeafDocuments, ({ db, params }) => listLeafDocuments(db, params.nodeId));

export const POST = handle(endpoints.uploadDocument, async ({ db, actor, params, request }) => {
  const file = await readOneFile(request, MAX_DOCUMENT_BYTES);
  return queueUpload(db, { actor, leafId: params.nodeId, ...file });
});

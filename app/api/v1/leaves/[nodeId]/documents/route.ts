import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { readOneFile } from '@/app/api/one-file';
import { NodeId } from '@/taxonomy/contract';
import { DocumentSource, LeafDocuments } from '@/taxonomy/documents/contract';
import { listLeafDocuments } from '@/taxonomy/documents/documents';
import { queueUpload } from '@/taxonomy/documents/queue-upload';
import { MAX_DOCUMENT_BYTES } from '@/taxonomy/documents/read-text';

const params = z.object({ nodeId: NodeId });

export const GET = handle({
  access: 'viewer',
  params,
  response: LeafDocuments,
  run: ({ db, params }) => listLeafDocuments(db, params.nodeId),
});

export const POST = handle({
  access: 'curator',
  params,
  response: DocumentSource,
  run: async ({ db, actor, params, request }) => {
    const file = await readOneFile(request, MAX_DOCUMENT_BYTES);
    return queueUpload(db, { actor, leafId: params.nodeId, ...file });
  },
});

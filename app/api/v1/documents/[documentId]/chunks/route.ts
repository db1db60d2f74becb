import { handle } from '@/app/api/handle';
import { listChunks } from '@/taxonomy/documents/chunks';
import * as endpoints from '@/taxonomy/documents/endpoints';

export const GET = handle(endpoints.listChunks, ({ db, params, query }) => listChunks(db, params.documentId, query));

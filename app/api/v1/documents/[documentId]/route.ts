import { handle } from '@/app/api/handle';
import { getDocument } from '@/taxonomy/documents/documents';
import * as endpoints from '@/taxonomy/documents/endpoints';

export const GET = handle(endpoints.getDocument, ({ db, params }) => getDocument(db, params.documentId));

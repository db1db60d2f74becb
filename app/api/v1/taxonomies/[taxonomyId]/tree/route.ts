import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/tree/endpoints';
import { getTree } from '@/taxonomy/tree/tree';

export const GET = handle(endpoints.getTree, ({ db, params, query }) => getTree(db, params.taxonomyId, query), {
  etag: 'by content',
});

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/tree/endpoints';
import { searchNodes } from '@/taxonomy/tree/search-nodes';

export const GET = handle(endpoints.searchNodes, ({ db, params, query }) => searchNodes(db, params.taxonomyId, query));

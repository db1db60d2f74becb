import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import * as endpoints from '@/taxonomy/tree/endpoints';
import { searchNodes } from '@/taxonomy/tree/search-nodes';

/** A search sends a request per pause in typing. Together they never take all database connections. */
const searches = new Limiter({ atOnce: 4, waiting: 100, samePerson: 'in turn' });

export const GET = handle(endpoints.searchNodes, ({ db, actor, params, query, request }) =>
  searches.run({ personId: actor.id, signal: request.signal }, () => searchNodes(db, params.taxonomyId, query)),
);

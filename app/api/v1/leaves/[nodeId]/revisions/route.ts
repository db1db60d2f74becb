import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/seeds/endpoints';
import { listRevisions } from '@/taxonomy/seeds/revisions';

export const GET = handle(endpoints.listRevisions, ({ db, params, query }) => listRevisions(db, params.nodeId, query));

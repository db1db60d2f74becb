import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { listDropped } from '@/taxonomy/generation/runs/list-dropped';

export const GET = handle(endpoints.listDropped, ({ db, params, query }) => listDropped(db, params.runId, query));

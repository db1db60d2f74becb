import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { listRunLeaves } from '@/taxonomy/generation/runs/list-run-leaves';

export const GET = handle(endpoints.listRunLeaves, ({ db, params, query }) => listRunLeaves(db, params.runId, query));

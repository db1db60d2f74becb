import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { listRuns } from '@/taxonomy/generation/runs/get-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';

export const GET = handle(endpoints.listRuns, ({ db, query }) => listRuns(db, query));

export const POST = handle(endpoints.startRun, ({ db, actor, body }) => startRun(db, actor, body));

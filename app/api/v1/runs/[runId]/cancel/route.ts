import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';

export const POST = handle(endpoints.cancelRun, ({ db, actor, params }) => cancelRun(db, actor, params.runId));

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { continueRun } from '@/taxonomy/generation/runs/continue-run';

export const POST = handle(endpoints.continueRun, ({ db, actor, params, body }) =>
  continueRun(db, actor, params.runId, body),
);

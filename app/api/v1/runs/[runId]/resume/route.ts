import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';

export const POST = handle(endpoints.resumeRun, ({ db, actor, params, body }) =>
  resumeRun(db, actor, params.runId, body),
);

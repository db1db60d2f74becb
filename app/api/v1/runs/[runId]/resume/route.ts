import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { ResumeRunRequest, RunSummary } from '@/taxonomy/generation/contract';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';

export const POST = handle({
  access: 'curator',
  params: z.object({ runId: Id }),
  body: ResumeRunRequest,
  response: RunSummary,
  run: ({ db, actor, params, body }) => resumeRun(db, actor, params.runId, body),
});

import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { RunSummary } from '@/taxonomy/generation/contract';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';

export const POST = handle({
  access: 'curator',
  params: z.object({ runId: Id }),
  response: RunSummary,
  run: ({ db, actor, params }) => cancelRun(db, actor, params.runId),
});

import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { RunDetail } from '@/taxonomy/generation/contract';
import { getRun } from '@/taxonomy/generation/runs/get-run';

export const GET = handle({
  access: 'viewer',
  params: z.object({ runId: Id }),
  response: RunDetail,
  run: ({ db, params }) => getRun(db, params.runId),
});

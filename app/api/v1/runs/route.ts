import { handle } from '@/app/api/handle';
import { page, PageQuery } from '@/taxonomy/contract';
import { RunSummary, StartRunRequest } from '@/taxonomy/generation/contract';
import { listRuns } from '@/taxonomy/generation/runs/get-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';

export const GET = handle({
  access: 'viewer',
  query: PageQuery,
  response: page(RunSummary),
  run: ({ db, query }) => listRuns(db, query),
});

export const POST = handle({
  access: 'curator',
  body: StartRunRequest,
  response: RunSummary,
  run: ({ db, actor, body }) => startRun(db, actor, body),
});

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { getRunSummary } from '@/taxonomy/generation/runs/get-run';
import { runEvents } from './run-events';

export const GET = handle(endpoints.watchRun, async ({ db, params, mayStill }) => {
  await getRunSummary(db, params.runId);
  return new Response(runEvents(db, params.runId, mayStill), { headers: { 'content-type': 'text/event-stream' } });
});

import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { getRunSummary } from '@/taxonomy/generation/runs/get-run';
import { runEvents } from './run-events';

/** Server-sent events: the run whole, again whenever it has changed. Ends with the run, and with the right to see it. */
export const GET = handle({
  access: 'viewer',
  params: z.object({ runId: Id }),
  run: async ({ db, params, mayStill }) => {
    await getRunSummary(db, params.runId);
    return new Response(runEvents(db, params.runId, mayStill), { headers: { 'content-type': 'text/event-stream' } });
  },
});

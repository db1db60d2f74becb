import { handle } from '@/app/api/handle';
import { decideEach } from '@/taxonomy/review/decide';
import * as endpoints from '@/taxonomy/review/endpoints';
import { listUndoable } from '@/taxonomy/review/undoable';

export const GET = handle(endpoints.listUndoableDecisions, async ({ db, actor, query: { scope, run } }) => ({
  items: await listUndoable(db, actor, { nodeId: scope ?? null, runId: run }),
}));

export const POST = handle(endpoints.decide, async ({ db, actor, body }) => ({
  outcomes: await decideEach(db, actor, body),
}));

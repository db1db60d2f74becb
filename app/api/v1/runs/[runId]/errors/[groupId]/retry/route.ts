import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-runs';
import { retryErrors } from '@/taxonomy/generation/runs/retry-errors';

export const POST = handle(endpoints.retryErrors, ({ db, actor, params }) =>
  retryErrors(db, actor, params.runId, params.groupId),
);

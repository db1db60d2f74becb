import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { getRun } from '@/taxonomy/generation/runs/get-run';

export const GET = handle(endpoints.getRun, ({ db, params }) => getRun(db, params.runId));

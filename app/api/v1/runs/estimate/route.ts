import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { estimateRun } from '@/taxonomy/generation/runs/estimate-run';

export const POST = handle(endpoints.estimateRun, ({ db, body }) => estimateRun(db, body));

import { handle } from '@/app/api/handle';
import { getBatch } from '@/taxonomy/generation/batch/batch-state';
import * as endpoints from '@/taxonomy/generation/endpoints-batch';

export const GET = handle(endpoints.getBatch, ({ db, params }) => getBatch(db, params.runId));

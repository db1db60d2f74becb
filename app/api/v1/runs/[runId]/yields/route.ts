import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-runs';
import { listLeafYields } from '@/taxonomy/generation/runs/list-leaf-yields';

export const GET = handle(endpoints.listLeafYields, ({ db, params, query }) => listLeafYields(db, params.runId, query));

import { handle } from '@/app/api/handle';
import { measurements } from '@/taxonomy/generation/comparison/measurements';
import * as endpoints from '@/taxonomy/generation/endpoints';

export const GET = handle(endpoints.measureRun, ({ db, params, query }) => measurements.look(db, params.runId, query));

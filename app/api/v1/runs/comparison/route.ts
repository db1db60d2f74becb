import { handle } from '@/app/api/handle';
import { compareRuns } from '@/taxonomy/generation/comparison/compare-runs';
import * as endpoints from '@/taxonomy/generation/endpoints';

export const GET = handle(endpoints.compareRuns, ({ db, query }) => compareRuns(db, query));

import { handle } from '@/app/api/handle';
import { listComparedLeaves } from '@/taxonomy/generation/comparison/compare-runs';
import * as endpoints from '@/taxonomy/generation/endpoints';

export const GET = handle(endpoints.listComparedLeaves, ({ db, query }) => listComparedLeaves(db, query));

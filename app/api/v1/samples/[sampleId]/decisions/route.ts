import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/review/endpoints';
import { listDecisions } from '@/taxonomy/review/queue';

export const GET = handle(endpoints.listDecisions, async ({ db, params }) => ({
  items: await listDecisions(db, params.sampleId),
}));

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/tree/endpoints';
import { leavesToReview } from '@/taxonomy/tree/tree';

export const GET = handle(endpoints.leavesToReview, ({ db, params, query }) =>
  leavesToReview(db, params.taxonomyId, query.beside ?? null),
);

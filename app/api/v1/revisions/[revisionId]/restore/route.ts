import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/seeds/endpoints';
import { restoreRevision } from '@/taxonomy/seeds/revisions';

export const POST = handle(endpoints.restoreRevision, ({ db, actor, params, body }) =>
  restoreRevision(db, actor, params.revisionId, body),
);

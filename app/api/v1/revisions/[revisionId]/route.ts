import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/seeds/endpoints';
import { getRevision } from '@/taxonomy/seeds/revisions';

export const GET = handle(endpoints.getRevision, ({ db, params }) => getRevision(db, params.revisionId));

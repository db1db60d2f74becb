import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import * as endpoints from '@/taxonomy/datasets/endpoints-student';
import { listLearned } from '@/taxonomy/datasets/student/learned-rows';

const readings = new Limiter({ atOnce: 2, samePerson: 'newest' });

export const GET = handle(endpoints.listLearned, ({ db, actor, params, query, request }) =>
  readings.run({ personId: actor.id, signal: request.signal }, () => listLearned(db, params.versionId, query)),
);

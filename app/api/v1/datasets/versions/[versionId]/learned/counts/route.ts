import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import * as endpoints from '@/taxonomy/datasets/endpoints-student';
import { countLearned } from '@/taxonomy/datasets/student/learned-rows';

const counts = new Limiter({ atOnce: 2, samePerson: 'newest' });

export const GET = handle(endpoints.countLearned, ({ db, actor, params, query, request }) =>
  counts.run({ personId: actor.id, signal: request.signal }, (signal) =>
    countLearned(db, params.versionId, query, signal),
  ),
);

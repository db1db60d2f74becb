import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import { openOneFile } from '@/app/api/one-file';
import * as endpoints from '@/taxonomy/generation/endpoints-evaluation-sets';
import { addEvaluationSet, listEvaluationSets } from '@/taxonomy/generation/evaluation-sets/sets';

const uploads = new Limiter({ atOnce: 2, samePerson: 'in turn' });

export const GET = handle(endpoints.listEvaluationSets, async ({ db }) => ({ items: await listEvaluationSets(db) }));

export const POST = handle(endpoints.addEvaluationSet, ({ db, actor, query, request }) =>
  uploads.run({ personId: actor.id, signal: request.signal }, async () => {
    const { stream } = await openOneFile(request);
    return addEvaluationSet(db, actor, query, stream);
  }),
);

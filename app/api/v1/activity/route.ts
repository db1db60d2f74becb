import { handle } from '@/app/api/handle';
import { goingRuns } from '@/taxonomy/generation/going-runs';
import { Activity } from '@/taxonomy/jobs/contract';
import { countsUnder } from '@/taxonomy/tree/counts';
import { listTaxonomies } from '@/taxonomy/tree/nodes';

export const GET = handle({
  access: 'viewer',
  response: Activity,
  run: async ({ db, actor }) => {
    const taxonomies = await listTaxonomies(db);
    const counts = await Promise.all(taxonomies.map(({ id }) => countsUnder(db, { taxonomyId: id })));
    return { pending: counts.reduce((sum, { pending }) => sum + pending, 0), going: await goingRuns(db, actor) };
  },
});

import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { findLatest } from '@/taxonomy/datasets/continue-dataset';
import { LatestVersion } from '@/taxonomy/datasets/contract';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

/** What the next version of the dataset of that name begins with. */
export const GET = handle({
  access: 'viewer',
  query: z.object({ name: z.string().trim().min(1).max(100) }),
  response: LatestVersion,
  run: async ({ db, query }) => ({ latest: await findLatest(db, (await getTheTaxonomy(db)).id, query.name) }),
});

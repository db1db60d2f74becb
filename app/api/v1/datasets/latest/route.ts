import { handle } from '@/app/api/handle';
import { findLatest } from '@/taxonomy/datasets/continue-dataset';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.getLatestVersion, async ({ db, query }) => ({
  latest: await findLatest(db, (await getTheTaxonomy(db)).id, query.name),
}));

import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { listVersions } from '@/taxonomy/datasets/versions';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listVersions, async ({ db, query }) =>
  listVersions(db, (await getTheTaxonomy(db)).id, query),
);

export const POST = handle(endpoints.publishVersion, async ({ db, actor, body }) =>
  publishVersion(db, actor, (await getTheTaxonomy(db)).id, body),
);

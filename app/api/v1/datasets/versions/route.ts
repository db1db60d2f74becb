import { handle } from '@/app/api/handle';
import { page, PageQuery } from '@/taxonomy/contract';
import { PublishRequest, VersionSummary } from '@/taxonomy/datasets/contract';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { listVersions } from '@/taxonomy/datasets/versions';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle({
  access: 'viewer',
  query: PageQuery,
  response: page(VersionSummary),
  run: async ({ db, query }) => listVersions(db, (await getTheTaxonomy(db)).id, query),
});

export const POST = handle({
  access: 'curator',
  body: PublishRequest,
  response: VersionSummary,
  run: async ({ db, actor, body }) => publishVersion(db, actor, (await getTheTaxonomy(db)).id, body),
});

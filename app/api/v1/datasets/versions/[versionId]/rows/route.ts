import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id, page, PageQuery } from '@/taxonomy/contract';
import { Phase, VersionRow } from '@/taxonomy/datasets/contract';
import { listVersionRows } from '@/taxonomy/datasets/versions';

export const GET = handle({
  access: 'viewer',
  params: z.object({ versionId: Id }),
  query: PageQuery.extend({ phase: Phase }),
  response: page(VersionRow),
  run: ({ db, params, query }) => listVersionRows(db, params.versionId, query),
});

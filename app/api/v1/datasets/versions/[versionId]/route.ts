import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { VersionDetail } from '@/taxonomy/datasets/contract';
import { getVersion } from '@/taxonomy/datasets/versions';

export const GET = handle({
  access: 'viewer',
  params: z.object({ versionId: Id }),
  response: VersionDetail,
  run: ({ db, params }) => getVersion(db, params.versionId),
});

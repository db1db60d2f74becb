import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { getVersionChanges } from '@/taxonomy/datasets/continue-dataset';
import { VersionChanges } from '@/taxonomy/datasets/contract';

export const GET = handle({
  access: 'viewer',
  params: z.object({ versionId: Id }),
  response: VersionChanges,
  run: ({ db, params }) => getVersionChanges(db, params.versionId),
});

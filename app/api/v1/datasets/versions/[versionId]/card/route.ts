import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { VersionCard } from '@/taxonomy/datasets/contract';
import { getVersionCard } from '@/taxonomy/datasets/versions';

export const GET = handle({
  access: 'viewer',
  params: z.object({ versionId: Id }),
  response: VersionCard,
  run: ({ db, params }) => getVersionCard(db, params.versionId),
});

import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { Sample } from '@/taxonomy/review/contract';
import { getSample } from '@/taxonomy/review/queue';

export const GET = handle({
  access: 'viewer',
  params: z.object({ sampleId: Id }),
  response: Sample,
  run: ({ db, params }) => getSample(db, params.sampleId),
});

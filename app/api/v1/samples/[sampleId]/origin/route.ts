import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { SampleOrigin } from '@/taxonomy/generation/contract';
import { sampleOrigin } from '@/taxonomy/generation/runs/sample-origin';

export const GET = handle({
  access: 'viewer',
  params: z.object({ sampleId: Id }),
  response: SampleOrigin,
  run: ({ db, params }) => sampleOrigin(db, params.sampleId),
});

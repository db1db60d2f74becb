import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { DecisionEntry } from '@/taxonomy/review/contract';
import { listDecisions } from '@/taxonomy/review/queue';

/** The whole history: a sample has a handful of decisions, and 500 are the most that are given. */
export const GET = handle({
  access: 'viewer',
  params: z.object({ sampleId: Id }),
  response: z.object({ items: z.array(DecisionEntry) }),
  run: async ({ db, params }) => ({ items: await listDecisions(db, params.sampleId) }),
});

import { handle } from '@/app/api/handle';
import { Estimate, EstimateRequest } from '@/taxonomy/generation/contract';
import { estimateRun } from '@/taxonomy/generation/runs/estimate-run';

export const POST = handle({
  access: 'curator',
  body: EstimateRequest,
  response: Estimate,
  run: ({ db, body }) => estimateRun(db, body),
});

import { handle } from '@/app/api/handle';
import { openOneFile } from '@/app/api/one-file';
import { readAnswers } from '@/taxonomy/generation/batch/read-answers';
import * as endpoints from '@/taxonomy/generation/endpoints-batch';

export const POST = handle(endpoints.addBatchAnswers, async ({ db, params, request }) => {
  const { stream } = await openOneFile(request);
  return readAnswers(db, params.runId, stream, request.signal);
});

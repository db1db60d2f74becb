import { Readable } from 'node:stream';
import { fileDownload } from '@/app/api/file-download';
import { handle } from '@/app/api/handle';
import { writeRequests } from '@/taxonomy/generation/batch/write-requests';
import * as endpoints from '@/taxonomy/generation/endpoints-batch';

export const GET = handle(endpoints.getBatchRequests, async ({ db, params, query }) => {
  const { name, lines } = await writeRequests(db, params.runId, query.teacherId);
  return fileDownload({
    file: { name },
    stream: Readable.from(lines, { objectMode: false }),
    type: 'application/jsonl',
  });
});

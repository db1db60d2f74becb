import { Readable } from 'node:stream';
import { fileDownload } from '@/app/api/file-download';
import { handle } from '@/app/api/handle';
import type { RequestLine } from '@/taxonomy/generation/batch/request-files';
import { writeRequests } from '@/taxonomy/generation/batch/write-requests';
import * as endpoints from '@/taxonomy/generation/endpoints-batch';

export const GET = handle(endpoints.getBatchRequests, async ({ db, params, query, request }) => {
  const { name, requests } = await writeRequests(db, params.runId, query.teacherId);
  const stream = Readable.from(linesOf(requests), { objectMode: false });
  return fileDownload({ request, file: { name }, stream, type: 'application/jsonl' });
});

async function* linesOf(requests: AsyncIterable<RequestLine>): AsyncIterable<string> {
  for await (const { line } of requests) yield `${line}\n`;
}

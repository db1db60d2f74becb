import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Database } from '@/prisma/client';
import { getBatch } from '@/taxonomy/generation/batch/batch-state';
import { writeRequests } from '@/taxonomy/generation/batch/write-requests';
import { until } from './generation-factories';

const RequestLine = z.object({
  custom_id: z.string(),
  method: z.literal('POST'),
  url: z.literal('/v1/chat/completions'),
  body: z.looseObject({ model: z.string(), messages: z.array(z.unknown()) }),
});
export type RequestLine = z.infer<typeof RequestLine>;

/** Waits until all requests of a wave are recorded, and returns their lines, over all teachers. */
export async function waveOf(db: Database, runId: string): Promise<RequestLine[]> {
  await until(async () => {
    const { working, teachers } = await getBatch(db, runId);
    return working === 0 && teachers.length > 0;
  });
  const lines: RequestLine[] = [];
  for (const { teacherId } of (await getBatch(db, runId)).teachers) {
    const { requests } = await writeRequests(db, runId, teacherId);
    for await (const { line } of requests) lines.push(RequestLine.parse(JSON.parse(line)));
  }
  return lines;
}

/** What a batch server writes for a request: it asks a real server, and stores its status and its body. */
export async function resultOf({ custom_id, body }: RequestLine, baseUrl: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const response = { status_code: answer.status, request_id: custom_id.slice(0, 8), body: await answer.json() };
  return JSON.stringify({ id: `batch_${custom_id.slice(0, 8)}`, custom_id, response, error: null });
}

export const resultsOf = (lines: RequestLine[], baseUrl: string): Promise<string[]> =>
  Promise.all(lines.map((line) => resultOf(line, baseUrl)));

/** Lines as the bytes of an uploaded file. */
export const fileOf = (lines: string[]): AsyncIterable<Uint8Array> => Readable.from([Buffer.from(lines.join('\n'))]);

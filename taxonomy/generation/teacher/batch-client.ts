import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { connect, type ConnectionOptions } from './connection';
import { sentenceIn } from './said';
import { TeacherError } from './teacher';

const Remote = z.looseObject({
  id: z.string().min(1).max(500),
  status: z.string().max(100),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  errors: z.unknown().optional(),
  request_counts: z.looseObject({ completed: z.int().nullish(), failed: z.int().nullish() }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
});

/** A batch as the server has it. */
export type RemoteBatch = {
  id: string;
  /** `working` until its answers can be fetched; `failed` when it was not accepted. */
  state: 'working' | 'ended' | 'failed';
  /** Requests that are answered so far, well or not. */
  answered: number;
  /** The files with answers: good ones and failed ones. */
  files: string[];
  /** Why it failed; '' when the server does not say. */
  said: string;
};

/** The batch API of OpenAI, which Azure, several providers and gateways such as LiteLLM have too. */
export type BatchClient = {
  /** Uploads a file of requests and starts a batch with it. @param label Finds the batch again. */
  start(file: string, label: string, signal: AbortSignal): Promise<RemoteBatch>;
  /** A batch that was started with this label, among the newest 100. */
  find(label: string, signal: AbortSignal): Promise<RemoteBatch | null>;
  get(id: string, signal: AbortSignal): Promise<RemoteBatch>;
  cancel(id: string, signal: AbortSignal): Promise<void>;
  /** The lines of a file with answers. */
  content(fileId: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  close(): Promise<void>;
};

const LABEL = 'seedleaf_batch';
/** For files of up to 200 MB, whatever time limit the teacher's calls have. */
const TIMEOUT_MS = 15 * 60_000;

/** A connection for batches. The caller must close it. */
export function batchClient(connection: ConnectionOptions): BatchClient {
  const server = connect({ ...connection, timeoutMs: TIMEOUT_MS, slots: 2 });
  const { host } = new URL(connection.baseUrl);
  const read = (body: string): unknown => {
    try {
      return JSON.parse(body);
    } catch (cause) {
      throw notABatch(host, cause);
    }
  };
  const one = (body: string): RemoteBatch => remoteOf(read(body), host);
  const at = (id: string) => `batches/${encodeURIComponent(id)}`;
  return {
    async start(file, label, signal) {
      const form = await formOf(file);
      const uploaded = await server.ask({ method: 'POST', resource: 'files', ...form }, signal, (body) =>
        z.looseObject({ id: z.string() }).safeParse(read(body)),
      );
      if (!uploaded.success) throw notABatch(host, uploaded.error);
      const body = JSON.stringify({
        input_file_id: uploaded.data.id,
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
        metadata: { [LABEL]: label },
      });
      return server.ask({ method: 'POST', resource: 'batches', body }, signal, one);
    },
    async find(label, signal) {
      const list = await server.ask({ method: 'GET', resource: 'batches' }, signal, (body) =>
        z.looseObject({ data: z.array(z.unknown()) }).safeParse(read(body)),
      );
      const found = list.data?.data.find((each) => Remote.safeParse(each).data?.metadata?.[LABEL] === label);
      return found === undefined ? null : remoteOf(found, host);
    },
    get: (id, signal) => server.ask({ method: 'GET', resource: at(id) }, signal, one),
    cancel: async (id, signal) => {
      await server.ask({ method: 'POST', resource: `${at(id)}/cancel`, body: '{}' }, signal, () => null);
    },
    content: (id, signal) =>
      server.stream({ method: 'GET', resource: `files/${encodeURIComponent(id)}/content` }, signal),
    close: () => server.close(),
  };
}

const ended: ReadonlySet<string> = new Set(['completed', 'expired', 'cancelled', 'canceled']);

function remoteOf(json: unknown, host: string): RemoteBatch {
  const { data } = Remote.safeParse(json);
  if (!data) throw notABatch(host);
  const { id, status, output_file_id, error_file_id, errors, request_counts } = data;
  return {
    id,
    state: status === 'failed' ? 'failed' : ended.has(status) ? 'ended' : 'working',
    answered: (request_counts?.completed ?? 0) + (request_counts?.failed ?? 0),
    files: [output_file_id, error_file_id].filter((each): each is string => typeof each === 'string' && each !== ''),
    said: sentenceIn(errors ?? ''),
  };
}

const notABatch = (host: string, cause?: unknown) =>
  new TeacherError('refused_request', `${host} answers, but not as the batch API of OpenAI does. Use files instead.`, {
    cause,
  });

/** A multipart form that is streamed from the disk, with its length, which some servers require. */
async function formOf(file: string): Promise<{ body: Readable; headers: Record<string, string> }> {
  const boundary = `seedleaf-${randomUUID()}`;
  const head =
    `--${boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n` +
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="requests.jsonl"\r\n` +
    `content-type: application/jsonl\r\n\r\n`;
  const tail = `\r\n--${boundary}--\r\n`;
  const { size } = await stat(file);
  const parts = async function* () {
    yield Buffer.from(head);
    yield* createReadStream(file) as AsyncIterable<Buffer>;
    yield Buffer.from(tail);
  };
  return {
    body: Readable.from(parts(), { objectMode: false }),
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(Buffer.byteLength(head) + size + Buffer.byteLength(tail)),
    },
  };
}

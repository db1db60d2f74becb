import busboy from 'busboy';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CreateBatch, type Batches } from './batches';
import { readRequest, sendBytes, sendError, sendJson } from './http';

const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** Answers the requests to `/v1/files` and `/v1/batches`. */
export async function answerBatches(
  batches: Batches,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, , kind, id, action] = path.split('/');
  const call = [request.method, kind, id === undefined ? '' : ':id', action ?? ''].join(' ').trim();
  const found = (value: object | null) =>
    value ? sendJson(response, 200, value) : sendError(response, 404, `There is no ${kind} ${id}.`, 'not_found');
  switch (call) {
    case 'POST files': {
      const file = await readFile(request);
      if (file === null)
        return sendError(response, 400, 'Send a form with purpose=batch and a file.', 'invalid_request');
      return sendJson(response, 200, batches.addFile(file));
    }
    case 'GET files :id content': {
      const file = batches.file(id ?? '');
      return file === null ? found(null) : sendBytes(response, 200, Buffer.from(file));
    }
    case 'POST batches': {
      const { data, error } = CreateBatch.safeParse(await readRequest(request));
      if (!data) return sendError(response, 400, `Not a batch: ${error.issues[0]?.message}`, 'invalid_request');
      return found(batches.create(data));
    }
    case 'GET batches':
      return sendJson(response, 200, batches.list());
    case 'GET batches :id':
      return found(batches.get(id ?? ''));
    case 'POST batches :id cancel':
      return found(batches.cancel(id ?? ''));
    default:
      return sendError(response, 404, `The practice teacher does not know ${request.method} ${path}.`, 'not_found');
  }
}

/** The file of a form; null when it has none, another purpose, or is too large. */
function readFile(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    let purpose = '';
    let file: Buffer[] | null = null;
    const form = busboy({ headers: request.headers, limits: { files: 1, fileSize: MAX_FILE_BYTES } });
    form.on('field', (name, value) => {
      if (name === 'purpose') purpose = value;
    });
    form.on('file', (_, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => resolve(null));
      stream.on('end', () => (file = chunks));
    });
    form.on('error', () => resolve(null));
    form.on('close', () => resolve(file && purpose === 'batch' ? Buffer.concat(file).toString('utf8') : null));
    request.pipe(form);
  });
}

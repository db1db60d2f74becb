import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { practiceModel } from '../vocabulary';
import { answerBatches } from './batch-routes';
import { Batches, type BatchReply } from './batches';
import { faultOf, requestCounter, type Fault, type FaultPlan } from './faults';
import { readRequest, sendBytes, sendError, sendJson, TOO_LARGE } from './http';
import {
  ChatRequest,
  choiceOf,
  completionBody,
  completionEvents,
  errorBody,
  modelList,
  plainMessages,
  requestHash,
  usageOf,
  type Choice,
  type PlainMessage,
} from './protocol';
import { lognormal, randomOf } from './random';
import { replyTo } from './reply';
import { taskOf } from './sections';
import { slotAccount, type PracticeStats } from './stats';
import { followSchema, type SchemaUse } from './structured';

export type PracticeOptions = {
  /** 0 chooses a free one. */
  port: number;
  /** The median latency. */
  latencyMs: number;
  /** The width of the latency's tail; 0 makes every answer take `latencyMs`. */
  sigma: number;
  /** When this many calls are in flight, further calls get a 429. */
  slots: number;
  faults: FaultPlan;
  /** What it does with a JSON schema; it follows one unless told otherwise. */
  jsonSchema?: SchemaUse;
  /** Another seed gives other answers to the same requests. */
  seed: string;
};

export type PracticeTeacher = { url: string; stats(): PracticeStats; resetStats(): void; close(): Promise<void> };

const HUGE_BYTES = 10 * 1024 * 1024;

/**
 * Starts the practice teacher: the OpenAI chat protocol on this machine, with no model behind it.
 *
 * Its answers depend only on the request and its seed, and so do its latency and faults: a fault also on how many this
 * request has had, so that a retry can succeed, and the latency on how often it was sent, because another try meets a
 * server that is less or more busy.
 */
export async function startPracticeTeacher(options: PracticeOptions): Promise<PracticeTeacher> {
  const account = slotAccount(options.slots, () => performance.now());
  const faultCounts = requestCounter();
  const sent = requestCounter();

  async function answerChat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readRequest(request);
    if (body === TOO_LARGE) {
      response.setHeader('connection', 'close');
      return sendError(response, 413, 'The request is larger than 8 MB.', 'too_large');
    }
    const parsed = ChatRequest.safeParse(body);
    if (!parsed.success)
      return sendError(response, 400, `Not a chat request: ${parsed.error.issues[0]?.message}`, 'invalid_request');
    // Like any server, it answers under its own name only, so its text can always be recognised by the model name.
    if (parsed.data.model !== practiceModel) {
      return sendError(
        response,
        404,
        `There is no model “${parsed.data.model}” here, only ${practiceModel}.`,
        'model_not_found',
      );
    }

    const schema = parsed.data.response_format?.json_schema?.schema ?? null;
    if (schema && options.jsonSchema === 'refuses')
      return sendError(response, 400, 'response_format: json_schema is not supported here.', 'invalid_request');

    const messages = plainMessages(parsed.data);
    if (!account.enter(taskOf(messages) ?? 'other')) return sendBusy(response);
    let timer: NodeJS.Timeout | undefined;
    response.on('close', () => {
      clearTimeout(timer);
      account.leave();
    });

    const hash = requestHash(parsed.data, messages, options.seed);
    const attempt = faultCounts.countOf(hash);
    const fault = faultOf(options.faults, hash, attempt);
    if (fault) {
      faultCounts.count(hash);
      account.countFault(fault);
    }
    const choices = choicesOf(parsed.data, messages, hash);
    const send = () => {
      if (fault && applyFault(fault, response, choices)) return;
      const head = headOf(parsed.data, hash);
      const usage = usageOf(messages, choices);
      if (parsed.data.stream) {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        const withUsage = parsed.data.stream_options?.include_usage ? usage : null;
        for (const event of completionEvents(head, choices, withUsage)) response.write(event);
        response.end();
        return;
      }
      const bytes = Buffer.from(JSON.stringify(completionBody(head, choices, usage)));
      sendBytes(response, 200, fault ? corrupted(fault, bytes) : bytes);
    };
    const latencyMs = lognormal(randomOf(`latency ${hash} ${sent.countOf(hash)}`), options.latencyMs, options.sigma);
    sent.count(hash);
    if (latencyMs > 0) timer = setTimeout(send, latencyMs);
    else send();
  }

  const choicesOf = (request: ChatRequest, messages: PlainMessage[], hash: string): Choice[] => {
    const schema = request.response_format?.json_schema?.schema ?? null;
    return Array.from({ length: request.n ?? 1 }, (_, index) => {
      const text = replyTo(messages, randomOf(`answer ${hash} ${index}`));
      const isJson = schema && options.jsonSchema !== 'ignores';
      return choiceOf(index, isJson ? followSchema(schema, text) : text, request);
    });
  };

  /** A request of a batch: it takes no slot. */
  function replyInBatch(body: unknown): BatchReply {
    const { data } = ChatRequest.safeParse(body);
    if (data?.model !== practiceModel)
      return { status: 400, body: errorBody(`Not a chat request for ${practiceModel}.`, 'invalid_request') };
    const messages = plainMessages(data);
    const hash = requestHash(data, messages, options.seed);
    const fault = faultOf(options.faults, hash, faultCounts.countOf(hash));
    if (fault === '429' || fault === '500') {
      faultCounts.count(hash);
      return { status: Number(fault), body: errorBody('The practice teacher was told to fail.', 'server_error') };
    }
    const choices = choicesOf(data, messages, hash);
    return { status: 200, body: completionBody(headOf(data, hash), choices, usageOf(messages, choices)) };
  }
  const batches = new Batches(replyInBatch, options.latencyMs);

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://practice').pathname;
    if (request.method === 'POST' && path === '/v1/chat/completions') {
      answerChat(request, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
    } else if (request.method === 'GET' && path === '/v1/models') sendJson(response, 200, modelList());
    else if (request.method === 'GET' && path === '/stats') sendJson(response, 200, account.read());
    else if (request.method === 'DELETE' && path === '/stats') {
      account.reset();
      sendJson(response, 200, account.read());
    } else if (/^\/v1\/(files|batches)(\/|$)/.test(path)) {
      answerBatches(batches, path, request, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
    } else
      sendError(
        response,
        404,
        'The practice teacher knows /v1/models, /v1/chat/completions, /v1/files, /v1/batches and /stats.',
        'not_found',
      );
  });
  server.keepAliveTimeout = 65_000;
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    stats: () => account.read(),
    resetStats: () => account.reset(),
    close: () =>
      new Promise((resolve) => {
        batches.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const headOf = ({ model }: ChatRequest, hash: string) => ({ id: `chatcmpl-${hash.slice(0, 24)}`, created: 0, model });

/** Applies a fault to the whole answer, or changes its choices. @returns True when nothing is left to send. */
function applyFault(fault: Fault, response: ServerResponse, choices: Choice[]): boolean {
  switch (fault) {
    case 'hang':
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case '500':
      sendError(response, 500, 'The practice teacher was told to fail.', 'server_error');
      return true;
    case '429':
      sendBusy(response);
      return true;
    case 'html':
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Sign in</title><p>Sign in first.');
      return true;
    case 'huge':
      sendBytes(
        response,
        200,
        Buffer.from(JSON.stringify({ choices: [{ message: { content: 'x'.repeat(HUGE_BYTES) } }] })),
      );
      return true;
    case 'empty-choices':
      choices.length = 0;
      return false;
    case 'length':
      for (const choice of choices) {
        Object.assign(choice, { text: choice.text.slice(0, choice.text.length / 2), finishReason: 'length' });
      }
      return false;
    case 'nul':
    case 'surrogate':
      for (const choice of choices) choice.text = withInside(choice.text, fault === 'nul' ? '\0' : '\ud800');
      return false;
    case 'truncated':
    case 'invalid-utf8':
      return false;
  }
}

/** Faults in the bytes themselves. */
function corrupted(fault: Fault, bytes: Buffer): Buffer {
  if (fault === 'truncated') return bytes.subarray(0, bytes.length / 2);
  if (fault === 'invalid-utf8') bytes[bytes.indexOf('"content":"') + 11] = 0xff;
  return bytes;
}

const withInside = (text: string, piece: string) =>
  text.slice(0, text.length / 2) + piece + text.slice(text.length / 2);

const sendBusy = (response: ServerResponse) => {
  response.setHeader('retry-after', '1');
  sendError(response, 429, 'Every slot of the practice teacher is taken. Try again in a second.', 'rate_limit');
};

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

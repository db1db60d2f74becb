import { setMaxListeners } from 'node:events';
import { Pool } from 'undici';
import { guardedLookup, refuseBlockedHost } from './blocked-addresses';
import { failureOfConnection, failureOfStatus } from './classify-failure';
import { endpointOf } from './endpoint';
import { readBody } from './read-body';
import { modelsIn, readCompletion, saidIn, type OfferedModel } from './read-completion';
import { TeacherError, type CompletionRequest, type TeacherClient } from './teacher';

export type TeacherConnection = {
  /** With `/v1` or whatever the server puts before `chat/completions` (see `baseUrlOf`). */
  baseUrl: string;
  model: string;
  apiKey?: string | undefined;
  /** From sending the request to the last byte of the answer. */
  timeoutMs: number;
  /** Calls that may be in flight at once; each has its own connection. */
  slots: number;
};

export type OpenAiCompatible = TeacherClient & {
  /** The models that the server offers. */
  models(signal: AbortSignal): Promise<OfferedModel[]>;
  /** Ends all connections; calls that are still in flight fail. */
  close(): Promise<void>;
};

/**
 * A teacher behind the OpenAI chat protocol: vLLM, llama.cpp, Ollama, LM Studio, OpenAI and most others.
 *
 * Every failure comes out as a TeacherError of one kind. The key goes into the Authorization header and nowhere
 * else: redirects are not followed, and what the server says back is cleaned of it.
 */
export function openAiCompatible(connection: TeacherConnection): OpenAiCompatible {
  const { baseUrl, model, apiKey, timeoutMs } = connection;
  const { origin, host, hostname } = new URL(baseUrl);
  refuseBlockedHost(hostname);
  const pool = new Pool(origin, {
    connections: connection.slots,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    // Idle connections are given up before the 5 s after which common servers (uvicorn, Node) drop theirs:
    // a request sent at that moment would be lost. A server that allows longer says so in `Keep-Alive`.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    connect: { timeout: Math.min(timeoutMs, 10_000), lookup: guardedLookup },
  });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'seedleaf',
    ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
  };

  async function ask<T>(call: Call, signal: AbortSignal, read: (body: string) => T): Promise<T> {
    signal.throwIfAborted();
    const deadline = deadlineAfter(timeoutMs, signal);
    try {
      const { pathname, search } = endpointOf(baseUrl, call.resource);
      const answer = await pool.request({ ...call, path: pathname + search, headers, signal: deadline.signal });
      const body = readBody(answer.body, single(answer.headers['content-encoding']), host);
      if (answer.statusCode >= 200 && answer.statusCode < 300) return read(await body);
      // The status already says what is wrong; a body that cannot be read adds nothing.
      const said = await body.then(saidIn, () => '');
      const retryAfter = single(answer.headers['retry-after']) || undefined;
      throw failureOfStatus(answer.statusCode, said, { host, model, retryAfter });
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.hasPassed())
        throw new TeacherError('timeout', `${host} did not answer within ${timeoutMs / 1000} s.`);
      throw withoutKey(error instanceof TeacherError ? error : failureOfConnection(error, host), apiKey);
    } finally {
      deadline.clear();
    }
  }

  return {
    complete(request, signal) {
      const startedAt = performance.now();
      const promptBytes = request.messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
      const call: Call = { method: 'POST', resource: 'chat/completions', body: bodyOf(model, request) };
      return ask(call, signal, (body) => {
        const latencyMs = Math.round(performance.now() - startedAt);
        return readCompletion(body, { host, model, promptBytes, latencyMs });
      });
    },
    models: (signal) => ask({ method: 'GET', resource: 'models' }, signal, (body) => modelsIn(body, host)),
    close: () => pool.destroy(),
  };
}

type Call = { method: 'GET' | 'POST'; resource: 'chat/completions' | 'models'; body?: string };

const bodyOf = (model: string, { messages, temperature, maxTokens, seed }: CompletionRequest) =>
  JSON.stringify({ model, messages, temperature, max_tokens: maxTokens, seed, stream: false });

const single = (header: string | string[] | undefined): string => (Array.isArray(header) ? header[0] : header) ?? '';

/** Aborts when the caller does, or after `ms`. Unlike AbortSignal.any it leaves nothing on a caller's long-lived signal. */
function deadlineAfter(ms: number, caller: AbortSignal) {
  const controller = new AbortController();
  let passed = false;
  // One listener a call in flight is no leak.
  setMaxListeners(0, caller);
  const stop = () => controller.abort(caller.reason);
  caller.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, ms);
  return {
    signal: controller.signal,
    hasPassed: () => passed,
    clear() {
      clearTimeout(timer);
      caller.removeEventListener('abort', stop);
    },
  };
}

/** Some servers repeat the key when they refuse it. Shorter ones are placeholders such as “none”, not secrets. */
function withoutKey(error: TeacherError, key: string | undefined): TeacherError {
  if (!key || key.length < 6 || !error.message.includes(key)) return error;
  const { retryAfterMs } = error.options;
  const message = error.message.replaceAll(key, '[key]');
  return new TeacherError(error.kind, message, retryAfterMs === undefined ? {} : { retryAfterMs });
}

import { setMaxListeners } from 'node:events';
import type { Readable } from 'node:stream';
import { buildConnector, Pool, ProxyAgent, type Dispatcher } from 'undici';
import type { AddressRules } from './access';
import { guardedLookup, placeOf, refuseBlockedName, refuseBlockedPlace } from './blocked-addresses';
import { failureOfConnection, failureOfStatus } from './classify-failure';
import { endpointOf } from './endpoint';
import { skipContinue } from './interim-answers';
import { MAX_ANSWER_BYTES, MAX_STREAM_BYTES, readBody } from './read-body';
import { saidIn } from './said';
import { hideSecrets, secretsIn } from './hide-key';
import { keyHeaders } from './key-header';
import { saidLimit } from './rate-limit-headers';
import { TeacherError, type CompleteOptions } from './teacher';

export type ConnectionOptions = {
  /** Includes `/v1` or whatever the server puts before `chat/completions` (see `baseUrlOf`). */
  baseUrl: string;
  model: string;
  apiKey?: string | undefined;
  /** Extra headers of each request; one of them may take the place of one of Seedleaf's. */
  headers?: Record<string, string>;
  /** From sending the request to the last byte of the answer. */
  timeoutMs: number;
  /** Parallel calls; each has its own connection. */
  slots: number;
  /** Which addresses the server may have. */
  rules: AddressRules;
  /** The proxy to use, if the network requires one. */
  proxy?: string | undefined;
};

export type Call = Omit<CompleteOptions, 'onText'> & {
  method: 'GET' | 'POST';
  /** Under the base address, such as `chat/completions`. */
  resource: string;
  body?: string | Readable;
  /** In addition to those of every request. */
  headers?: Record<string, string>;
  /** Receives the bytes of a stream of events as they come. */
  onChunk?: ((chunk: Uint8Array) => void) | undefined;
};

/** Connections to one server. */
export type Connection = {
  /** @throws TeacherError, or the signal's reason. @param read Parses a body that came with a 2xx. */
  ask<T>(call: Call, signal: AbortSignal, read: (body: string) => T): Promise<T>;
  /** A body of any length, as it comes. @throws TeacherError, or the signal's reason. */
  stream(call: Call, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Closes all connections; calls in flight fail. */
  close(): Promise<void>;
};

/**
 * Every failure becomes a TeacherError of one kind. The key and the extra headers are sent as headers and nowhere else:
 * redirects are not followed, and their values are removed from what the server says.
 */
export function connect(options: ConnectionOptions): Connection {
  const { baseUrl, model, apiKey } = options;
  const url = new URL(baseUrl);
  const { origin, host } = url;
  refuseBlockedPlace(placeOf(url), options.rules);
  const pool = options.proxy === undefined ? directly(url, options) : through(options.proxy, url, options);
  const secrets = secretsIn(options);
  const common = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'accept-encoding': 'gzip',
    'user-agent': 'seedleaf',
  };
  const own = Object.fromEntries(
    Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value.trim()]),
  );
  const headersFor = (resource: string) => ({ ...common, ...keyHeaders(baseUrl, resource, apiKey), ...own });

  async function ask<T>(call: Call, signal: AbortSignal, read: (body: string) => T): Promise<T> {
    signal.throwIfAborted();
    const { timeoutMs: ownLimit, onLimit, onChunk, ...asked } = call;
    const timeoutMs = Math.min(ownLimit ?? Infinity, options.timeoutMs);
    const deadline = deadlineAfter(timeoutMs, signal);
    try {
      const answer = await request(asked, deadline.signal);
      const said = onLimit && saidLimit(answer.headers);
      if (said) onLimit(said);
      const isStream = single(answer.headers['content-type']).includes('event-stream');
      const most = isStream ? MAX_STREAM_BYTES : MAX_ANSWER_BYTES;
      const encoding = single(answer.headers['content-encoding']);
      const isReadable = isStream && (encoding === '' || encoding === 'identity');
      const bytes = onChunk && isReadable ? tapped(answer.body, onChunk) : answer.body;
      const body = readBody(bytes, encoding, host, most);
      if (answer.statusCode >= 200 && answer.statusCode < 300) return read(await body);
      throw await refusalOf(answer, body);
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.hasPassed())
        throw new TeacherError('timeout', `${host} did not answer within ${Math.round(timeoutMs / 100) / 10} s.`);
      throw withoutSecrets(
        error instanceof TeacherError ? error : failureOfConnection(error, url, options.proxy),
        secrets,
      );
    } finally {
      deadline.clear();
    }
  }

  async function stream(call: Call, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    signal.throwIfAborted();
    try {
      const answer = await request({ ...call, headers: { ...call.headers, 'accept-encoding': 'identity' } }, signal);
      if (answer.statusCode >= 200 && answer.statusCode < 300) return answer.body;
      throw await refusalOf(answer, readBody(answer.body, '', host, MAX_ANSWER_BYTES));
    } catch (error) {
      signal.throwIfAborted();
      throw withoutSecrets(
        error instanceof TeacherError ? error : failureOfConnection(error, url, options.proxy),
        secrets,
      );
    }
  }

  async function request({ resource, method, body, headers: added }: Call, signal: AbortSignal) {
    const { pathname, search } = endpointOf(baseUrl, resource);
    if (options.proxy !== undefined) await refuseBlockedName(placeOf(url), options.rules);
    return pool.request({
      method,
      origin,
      path: pathname + search,
      headers: { ...headersFor(resource), ...added },
      signal,
      ...(body === undefined ? {} : { body }),
    });
  }

  /** The status already says what is wrong; a body that cannot be read adds nothing. */
  async function refusalOf({ statusCode, headers: given }: Dispatcher.ResponseData, body: Promise<string>) {
    const text = await body.catch(() => '');
    const retryAfter = single(given['retry-after']) || undefined;
    return failureOfStatus(statusCode, saidIn(text), { host, model, retryAfter, body: text });
  }

  return { ask, stream, close: () => pool.destroy() };
}

async function* tapped(body: AsyncIterable<Uint8Array>, onChunk: (chunk: Uint8Array) => void) {
  for await (const chunk of body) {
    onChunk(chunk);
    yield chunk;
  }
}

const CONNECT_MS = 4_000;

const poolOptions = ({ slots, timeoutMs }: ConnectionOptions) => ({
  connections: slots,
  pipelining: 1,
  headersTimeout: timeoutMs,
  bodyTimeout: timeoutMs,
  // Idle connections are closed before the 5 s after which common servers (uvicorn, Node) close theirs: a request sent
  // at that moment would be lost. A server that allows longer says so in `Keep-Alive`.
  keepAliveTimeout: 4_000,
  keepAliveMaxTimeout: 60_000,
});

function directly(url: URL, options: ConnectionOptions): Dispatcher {
  const timeout = Math.min(options.timeoutMs, CONNECT_MS);
  const connector = buildConnector({ timeout, lookup: guardedLookup(placeOf(url), options.rules) });
  return new Pool(url.origin, {
    ...poolOptions(options),
    connect: (given, callback) =>
      connector(given, (...result) => {
        if (result[1]) skipContinue(result[1]);
        callback(...result);
      }),
  });
}

const through = (proxy: string, url: URL, options: ConnectionOptions): Dispatcher =>
  new ProxyAgent({ uri: proxy, proxyTunnel: url.protocol === 'https:', ...poolOptions(options) });

const single = (header: string | string[] | undefined): string => (Array.isArray(header) ? header[0] : header) ?? '';

/**
 * Aborts when the caller does, or after `ms`. Unlike AbortSignal.any, it leaves no listener on a caller's long-lived
 * signal.
 */
function deadlineAfter(ms: number, caller: AbortSignal) {
  const controller = new AbortController();
  let passed = false;
  // One listener per call in flight is no leak.
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

/** Some servers repeat the key when they refuse it. */
function withoutSecrets(error: TeacherError, secrets: readonly string[]): TeacherError {
  const message = hideSecrets(error.message, secrets);
  const { refusal, cause: _, ...options } = error.options;
  const said = refusal && hideSecrets(refusal.said, secrets);
  if (message === error.message && said === refusal?.said) return error;
  return new TeacherError(error.kind, message, {
    ...options,
    ...(refusal && { refusal: { ...refusal, said: said ?? '' } }),
  });
}

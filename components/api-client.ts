import type { Problem } from '@/taxonomy/contract';

/** An error response of our own API. `code` is the domain's, or `internal`, or `network`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: string,
    message: string,
    readonly detail?: unknown,
  ) {
    super(message);
  }
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value;

type Values = Record<string, string | number | boolean | null | undefined>;

/** The parts of a call, for any endpoint. */
export type Call = {
  params?: Values;
  query?: Values;
  body?: unknown;
  signal?: AbortSignal | undefined;
  keepalive?: boolean;
};

/** Fills the parameters into an endpoint's path, and appends the query. */
export function addressOf(path: string, { params = {}, query = {} }: Call = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? filled : `${filled}?${new URLSearchParams(given).toString()}`;
}

/** Sends a request to an endpoint. A form is sent as it is: the browser sets the multipart boundary. */
export function send<T>(method: string, path: string, call: Call = {}): Promise<T> {
  const { body, signal, keepalive } = call;
  const url = addressOf(path, call);
  if (body === undefined || body instanceof FormData) return ask<T>(url, { method, body, signal, keepalive });
  const headers = { 'content-type': 'application/json' };
  return ask<T>(url, { method, headers, body: JSON.stringify(body), signal, keepalive });
}

/**
 * The response has the type that the endpoint declares. The server has checked it, so the browser loads no zod to check
 * it again (docs/decisions).
 */
async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(url, init);
  } catch (cause) {
    if (init?.signal?.aborted) throw cause;
    throw new ApiError(
      'network',
      'Seedleaf cannot be reached. Check that it is running. Your changes are kept on this page.',
    );
  }
  const json: unknown = await answer.json().catch(() => null);
  if (answer.ok) return json as T;
  if (isProblem(json)) throw new ApiError(json.code, json.message, json.detail);
  // A proxy that refuses a request of this size will always refuse it.
  const code = answer.status === 413 ? 'invalid' : 'network';
  throw new ApiError(code, `Seedleaf answered ${answer.status} ${answer.statusText}.`);
}

import type { Problem } from '@/taxonomy/contract';

/** A refusal from our own API. `code` is the domain's, or `internal`, or `network`. */
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

/**
 * Calls our API. The answer has the type that the route's contract promises; the server has checked it
 * against that contract, and the browser carries no zod to check it again (docs/decisions).
 */
async function send<T>(url: string, init?: RequestInit): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(url, init);
  } catch (cause) {
    if (init?.signal?.aborted) throw cause;
    throw new ApiError('network', 'Seedleaf cannot be reached. Check that it is running; what you did is kept here.');
  }
  const json: unknown = await answer.json().catch(() => null);
  if (answer.ok) return json as T;
  if (isProblem(json)) throw new ApiError(json.code, json.message, json.detail);
  throw new ApiError('network', `Seedleaf answered ${answer.status} ${answer.statusText}.`);
}

const withBody = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const api = {
  get: <T>(url: string, signal?: AbortSignal) => send<T>(url, { signal }),
  post: <T>(url: string, body: unknown, options?: { keepalive?: boolean }) =>
    send<T>(url, { ...withBody('POST', body), ...options }),
  put: <T>(url: string, body: unknown) => send<T>(url, withBody('PUT', body)),
  patch: <T>(url: string, body: unknown) => send<T>(url, withBody('PATCH', body)),
  delete: <T>(url: string) => send<T>(url, { method: 'DELETE' }),
  /** Sends files; the browser sets the multipart boundary. */
  upload: <T>(url: string, form: FormData) => send<T>(url, { method: 'POST', body: form }),
};

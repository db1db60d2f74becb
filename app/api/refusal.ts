import { z } from 'zod';
import type { Problem } from '@/taxonomy/contract';
import { DomainError, type ErrorCode } from '@/taxonomy/errors';
import { outageOf } from '@/prisma/outage';

const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

/** The response to a failed request. Unexpected errors are only logged, with the request's id. */
export function toErrorResponse(error: unknown, request: Request, requestId: string): Response {
  if (error instanceof DomainError) return refused(error);
  const where = `${request.method} ${new URL(request.url).pathname} (request ${requestId})`;
  const outage = outageOf(error);
  if (outage) {
    console.error(`${where}: ${outage}`);
    return refused(new DomainError('unavailable', outage));
  }
  if (request.signal.aborted) {
    console.info(`${where}: the caller left.`);
  } else {
    console.error(`${where} failed:`, error);
  }
  return problem(500, {
    code: 'internal',
    message: 'Something went wrong on the server. Its log has the details under this request id.',
    detail: { requestId },
  });
}

function refused({ code, message, detail }: DomainError): Response {
  const wait = RetryDetail.safeParse(detail);
  const headers = wait.success ? { 'retry-after': String(wait.data.retryAfterSeconds) } : undefined;
  return problem(statusOf[code], { code, message, detail }, headers);
}

const RetryDetail = z.object({ retryAfterSeconds: z.number() });

const problem = (status: number, body: Problem, headers?: HeadersInit) => Response.json(body, { status, headers });

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { db } from '@/prisma/db';
import type { Database } from '@/prisma/client';
import type { Actor } from '@/taxonomy/accounts/contract';
import { mayActAs, type Role } from '@/taxonomy/accounts/vocabulary';
import type { Problem } from '@/taxonomy/contract';
import { DomainError, type ErrorCode } from '@/taxonomy/errors';
import { Storable } from '@/taxonomy/text';
import { isDatabaseAway } from './database-away';
import { actorOf } from './session';
import { refuseForeignOrigin } from './origin';

const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Who may call a route: anybody, or whoever has at least this role. */
export type Access = 'anybody' | Role;

/** Sent with every answer. An answer that a browser is talked into showing as a page can do nothing. */
const safeHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;
/** What a route takes: its schemas. A test walks every route and reads them. */
type Takes = { readonly params?: z.ZodType; readonly query?: z.ZodType; readonly body?: z.ZodType };
export type RouteHandler = Handler & { readonly access: Access; readonly takes: Takes };

type Input<P, Q, B, A extends Access> = {
  db: Database;
  /** Who asks; null only where anybody may. */
  actor: A extends 'anybody' ? Actor | null : Actor;
  params: P;
  query: Q;
  body: B;
  request: Request;
  /** Asks again whether the caller may call this: for answers that go on for long. */
  mayStill: () => Promise<boolean>;
};

/**
 * Wraps one domain call as a route handler: who asks, parse in, call, parse out, errors to JSON.
 * Nothing outside this file knows a status code. `run` may return a Response itself for files and event streams.
 *
 * @param route.access The weakest role that may call it. A test walks every route and reads this.
 */
export function handle<A extends Access, R, P = unknown, Q = unknown, B = undefined>(route: {
  access: A;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  response?: z.ZodType<R>;
  run: (input: Input<P, Q, B, A>) => Promise<R | Response>;
}): RouteHandler {
  const answer = async (request: Request, context: { params: Promise<unknown> }): Promise<Response> => {
    refuseForeignOrigin(request);
    const actor = await actorOf(db, request);
    if (!isAllowed(actor, route.access)) throw refusal(actor, route.access);
    const params = route.params ? parseInput(route.params, await context.params) : (undefined as P);
    const search = Object.fromEntries(new URL(request.url).searchParams);
    const query = route.query ? parseInput(route.query, search) : (undefined as Q);
    const body = route.body ? parseInput(route.body, await readJson(request)) : (undefined as B);
    const mayStill = async () => isAllowed(await actorOf(db, request), route.access);
    const whose = actor as Input<P, Q, B, A>['actor'];
    const result = await route.run({ db, actor: whose, params, query, body, request, mayStill });
    if (result instanceof Response) return result;
    return Response.json(route.response ? route.response.parse(result) : result);
  };
  const handler: Handler = async (request, context) => {
    const requestId = randomUUID();
    try {
      return sealed(await answer(request, context), requestId);
    } catch (error) {
      return sealed(toErrorResponse(error, request, requestId), requestId);
    }
  };
  const { access, params, query, body } = route;
  return Object.assign(handler, { access, takes: { params, query, body } });
}

/** The same answer with the headers that all have; what a route set itself stays. */
function sealed(response: Response, requestId: string): Response {
  const headers = new Headers({ ...safeHeaders, 'x-request-id': requestId });
  for (const [name, value] of response.headers) {
    if (name === 'set-cookie') headers.append(name, value);
    else headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers });
}

const isAllowed = (actor: Actor | null, access: Access) =>
  access === 'anybody' || (actor !== null && mayActAs(actor.role, access));

function refusal(actor: Actor | null, access: Access): DomainError {
  if (!actor) return new DomainError('unauthenticated', 'You are not signed in. Sign in and try again.');
  return new DomainError('forbidden', `This needs the role ${access}; yours is ${actor.role}. Ask an owner.`);
}

/** A body is read up to a limit, so that no request fills memory. Uploads stream past this (see documents). */
async function readJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new DomainError('invalid', 'The request is larger than 4 MB. Send less at once.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new DomainError('invalid', 'The request body is not JSON.', { cause });
  }
}

/** A request that does not fit its contract is the caller's mistake; any other failed parse is ours, a 500. */
function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = Storable.pipe(schema).safeParse(value);
  if (!result.success) throw new DomainError('invalid', z.prettifyError(result.error));
  return result.data;
}

function toErrorResponse(error: unknown, request: Request, requestId: string): Response {
  if (error instanceof DomainError) return refused(error);
  const where = `${request.method} ${new URL(request.url).pathname} (request ${requestId})`;
  if (isDatabaseAway(error)) {
    console.error(`${where}: the database does not answer.`);
    return refused(new DomainError('unavailable', 'The database does not answer right now. Try again in a moment.'));
  }
  if (request.signal.aborted) {
    console.info(`${where}: the caller went away.`);
  } else {
    console.error(`${where} failed:`, error);
  }
  return problem(500, {
    code: 'internal',
    message: 'Something went wrong on our side. The server log has the details under this request id.',
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

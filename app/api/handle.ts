import { z } from 'zod';
import { db } from '@/prisma/db';
import type { Database } from '@/prisma/client';
import type { Actor } from '@/taxonomy/accounts/contract';
import { mayActAs, type Role } from '@/taxonomy/accounts/vocabulary';
import type { Problem } from '@/taxonomy/contract';
import { DomainError, type ErrorCode } from '@/taxonomy/errors';
import { actorOf } from './session';
import { refuseForeignOrigin } from './origin';

const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Who may call a route: anybody, or whoever has at least this role. */
export type Access = 'anybody' | Role;

export type RouteHandler = ((request: Request, context: { params: Promise<unknown> }) => Promise<Response>) & {
  readonly access: Access;
};

type Input<P, Q, B, A extends Access> = {
  db: Database;
  /** Who asks; null only where anybody may. */
  actor: A extends 'anybody' ? Actor | null : Actor;
  params: P;
  query: Q;
  body: B;
  request: Request;
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
  const handler = async (request: Request, context: { params: Promise<unknown> }): Promise<Response> => {
    try {
      refuseForeignOrigin(request);
      const actor = await actorOf(db, request);
      if (!isAllowed(actor, route.access)) throw refusal(actor, route.access);
      const params = route.params ? parseInput(route.params, await context.params) : (undefined as P);
      const search = Object.fromEntries(new URL(request.url).searchParams);
      const query = route.query ? parseInput(route.query, search) : (undefined as Q);
      const body = route.body ? parseInput(route.body, await readJson(request)) : (undefined as B);
      const result = await route.run({ db, actor: actor as Input<P, Q, B, A>['actor'], params, query, body, request });
      if (result instanceof Response) return result;
      return Response.json(route.response ? route.response.parse(result) : result);
    } catch (error) {
      return toErrorResponse(error);
    }
  };
  return Object.assign(handler, { access: route.access });
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
  const result = schema.safeParse(value);
  if (!result.success) throw new DomainError('invalid', z.prettifyError(result.error));
  return result.data;
}

function toErrorResponse(error: unknown): Response {
  if (error instanceof DomainError) {
    return problem(statusOf[error.code], { code: error.code, message: error.message, detail: error.detail });
  }
  console.error(error);
  return problem(500, {
    code: 'internal',
    message: 'Something went wrong on our side. The server log has the details.',
  });
}

const problem = (status: number, body: Problem) => Response.json(body, { status });

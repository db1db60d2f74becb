import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { db } from '@/prisma/db';
import type { Database } from '@/prisma/client';
import type { Actor } from '@/taxonomy/accounts/contract';
import { mayActAs, type Role } from '@/taxonomy/accounts/vocabulary';
import type { Access, Endpoint, InputOf, ResultOf } from '@/taxonomy/endpoint';
import { DomainError } from '@/taxonomy/errors';
import { parseOrRefuse, parseShape } from '@/taxonomy/parse';
import { etagOf, isKnown, keep, notModified } from './conditional';
import { onlyEncrypted, refuseForeignHost } from './hosts';
import { refuseForeignOrigin } from './origin';
import { readJson } from './read-request';
import { toErrorResponse } from './refusal';
import { actorOf } from './session';

/** Sent with every response. A response that a browser is tricked into showing as a page can do nothing. */
const safeHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  ...onlyEncrypted,
} as const;

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;
export type RouteHandler = Handler & { readonly endpoint: Endpoint };

type Input<E extends Endpoint> = InputOf<E> & {
  db: Database;
  /** The person who makes the request; null only for public endpoints. */
  actor: E['access'] extends Role ? Actor : Actor | null;
  request: Request;
  /** Headers to send with the response, such as cookies. */
  answerHeaders: Headers;
  /** Checks again whether the caller has access, for long-lived responses. */
  mayStill: () => Promise<boolean>;
};

type Options<E extends Endpoint> = {
  /**
   * Lets browsers cache and revalidate the response (ETag, If-None-Match, 304). `by content` saves sending it again; a
   * function that returns the current version of the data also saves computing it.
   */
  etag?: 'by content' | ((input: Input<E>) => Promise<string>);
};

/**
 * Turns an endpoint into a route handler: authenticate, parse the request, make one domain call, check the response.
 * Errors become JSON. Only this folder knows HTTP status codes.
 *
 * @param run Returns a value of the endpoint's `response` schema, or a Response if that is a media type.
 */
export function handle<E extends Endpoint>(
  endpoint: E,
  run: (input: Input<E>) => Promise<ResultOf<E>>,
  { etag }: Options<E> = {},
): RouteHandler {
  const { access, response } = endpoint;
  const answer = async (request: Request, context: { params: Promise<unknown> }): Promise<Response> => {
    refuseForeignHost(request);
    refuseForeignOrigin(request);
    const actor = await actorOf(db, request);
    if (!isAllowed(actor, access)) throw refusal(actor, access);
    const answerHeaders = new Headers();
    const mayStill = async () => isAllowed(await actorOf(db, request), access);
    const parsed = await parseRequest(endpoint, request, await context.params);
    // Parsed by the endpoint's schemas and allowed by its access rule, so the type is right.
    const input = { ...parsed, db, actor, request, answerHeaders, mayStill } as Input<E>;
    if (typeof etag === 'function') {
      const tag = etagOf(actor?.id ?? '', await etag(input));
      if (isKnown(request, tag)) return notModified(tag);
      keep(answerHeaders, tag);
    }
    const result = await run(input);
    if (typeof response === 'string') return result as Response;
    const json = toJson(response, result);
    if (etag === 'by content') {
      const tag = etagOf(json);
      if (isKnown(request, tag)) return notModified(tag);
      keep(answerHeaders, tag);
    }
    answerHeaders.set('content-type', 'application/json');
    return new Response(json, { headers: answerHeaders });
  };
  const handler: Handler = async (request, context) => {
    const requestId = randomUUID();
    try {
      return sealed(await answer(request, context), requestId);
    } catch (error) {
      return sealed(toErrorResponse(error, request, requestId), requestId);
    }
  };
  return Object.assign(handler, { endpoint });
}

async function parseRequest({ params, query, body, checksRows }: Endpoint, request: Request, given: unknown) {
  return {
    params: params && parseOrRefuse(params, given),
    query: query && parseOrRefuse(query, Object.fromEntries(new URL(request.url).searchParams)),
    body:
      typeof body === 'object' ? (checksRows ? parseShape : parseOrRefuse)(body, await readJson(request)) : undefined,
  };
}

const written = new WeakMap<object, { schema: z.ZodType; json: string }>();

/** Checks and writes a result. A result that many requests share (tree/memory.ts) is written once. */
function toJson(schema: z.ZodType, result: unknown): string {
  if (typeof result !== 'object' || result === null) return JSON.stringify(schema.parse(result));
  const known = written.get(result);
  if (known?.schema === schema) return known.json;
  const json = JSON.stringify(schema.parse(result));
  written.set(result, { schema, json });
  return json;
}

/** Adds the common headers to a response; headers set by the route stay. */
function sealed(response: Response, requestId: string): Response {
  const { headers } = response;
  headers.set('x-request-id', requestId);
  for (const [name, value] of Object.entries(safeHeaders)) if (!headers.has(name)) headers.set(name, value);
  return response;
}

const isAllowed = (actor: Actor | null, access: Access) =>
  access === 'anybody' || (actor !== null && mayActAs(actor.role, access));

function refusal(actor: Actor | null, access: Access): DomainError {
  if (!actor) return new DomainError('unauthenticated', 'You are not signed in. Sign in and try again.');
  return new DomainError('forbidden', `This requires the role ${access}; yours is ${actor.role}. Ask an owner.`);
}

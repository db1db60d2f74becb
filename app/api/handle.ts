import { randomUUID } from 'node:crypto';
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

/** Sent with every answer. An answer that a browser is talked into showing as a page can do nothing. */
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
  /** Who asks; null only where anybody may. */
  actor: E['access'] extends Role ? Actor : Actor | null;
  request: Request;
  /** Headers to send with the answer, such as cookies. */
  answerHeaders: Headers;
  /** Asks again whether the caller may call this: for answers that go on for long. */
  mayStill: () => Promise<boolean>;
};

type Options<E extends Endpoint> = {
  /**
   * Lets browsers keep the answer and ask whether it is still true (ETag, If-None-Match, 304). `by content` saves
   * sending it again; a function that says which version of the data is current saves making it, too.
   */
  etag?: 'by content' | ((input: Input<E>) => Promise<string>);
};

/**
 * Makes an endpoint a route handler: who asks → parse → one domain call → parse the answer; errors become JSON.
 * Nothing outside this folder knows a status code.
 *
 * @param run Returns what the endpoint's `response` says; a Response only where that is a media type.
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
    // Parsed by the endpoint's own schemas, and let in by its own rule: what its type says.
    const input = { ...parsed, db, actor, request, answerHeaders, mayStill } as Input<E>;
    if (typeof etag === 'function') {
      const tag = etagOf(actor?.id ?? '', await etag(input));
      if (isKnown(request, tag)) return notModified(tag);
      keep(answerHeaders, tag);
    }
    const result = await run(input);
    if (typeof response === 'string') return result as Response;
    const json = JSON.stringify(response.parse(result));
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

import type { z } from 'zod';
import type { Role } from './accounts/vocabulary';

/** The role required to call an endpoint; `anybody` means it is public. */
export type Access = 'anybody' | Role;

/** The media type of a response that is not JSON. */
export type MediaType = 'text/event-stream' | 'application/octet-stream' | 'application/zip' | 'text/csv';

/** A form with files in it, as a browser sends it. The route reads it as a stream. */
export type Upload = 'multipart/form-data';

/**
 * One endpoint of the API: how it is called, by whom, its request and its response. The route, the browser's calls and
 * the OpenAPI document are all made from it, so that they cannot differ.
 */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Parameters are in braces: `/api/v1/leaves/{nodeId}`. */
  path: `/api/${string}`;
  access: Access;
  /** What it does, in one line. */
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType | Upload;
  /**
   * The domain checks each row of the body by itself, including for text that cannot be stored, so that one bad row
   * does not fail the others.
   */
  checksRows?: true;
  response: z.ZodType | MediaType;
};

/** Declares an endpoint; the method, the path and the schemas keep their exact types. */
export const endpoint = <const E extends Endpoint>(declared: E): E => declared;

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a route gets from a request, parsed. */
export type InputOf<E extends Endpoint> = {
  params: Output<E['params']>;
  query: Output<E['query']>;
  body: Output<E['body']>;
};

/** What a route returns: data as its schema says, or a Response when the answer is not JSON. */
export type ResultOf<E extends Endpoint> = E['response'] extends z.ZodType ? z.output<E['response']> : Response;

/** What the caller receives. */
export type AnswerOf<E extends Endpoint> = Output<E['response']>;

type ParamsIn<S> = S extends z.ZodType ? { params: z.input<S> } : unknown;
type QueryIn<S> = S extends z.ZodType
  ? Record<string, never> extends z.input<S>
    ? { query?: z.input<S> }
    : { query: z.input<S> }
  : unknown;
type BodyIn<S> = S extends z.ZodType ? { body: z.input<S> } : S extends Upload ? { body: FormData } : unknown;

/** What the caller passes. */
export type CallOf<E extends Endpoint> = ParamsIn<E['params']> & QueryIn<E['query']> & BodyIn<E['body']>;

import type { Page } from '@/taxonomy/contract';
import type { AnswerOf, CallOf } from '@/taxonomy/endpoint';
import type { endpoints } from '@/taxonomy/endpoints';
import { send, type Call } from './api-client';

type Endpoint = (typeof endpoints)[keyof typeof endpoints];
type Method = Endpoint['method'];
type Path<M extends Method> = Extract<Endpoint, { method: M }>['path'];
type At<M extends Method, P> = Extract<Endpoint, { method: M; path: P }>;

type Options = { signal?: AbortSignal | undefined; keepalive?: boolean };
/** The arguments of a call; none when the endpoint needs none. */
type Given<E extends Endpoint> =
  Record<string, never> extends CallOf<E> ? [given?: CallOf<E> & Options] : [given: CallOf<E> & Options];

type Send<M extends Method> = <P extends Path<M>>(path: P, ...given: Given<At<M, P>>) => Promise<AnswerOf<At<M, P>>>;

const by =
  <M extends Method>(method: M): Send<M> =>
  (path, ...[given]) =>
    send(method, path, given);

/**
 * Calls our API: `api.put('/api/v1/leaves/{nodeId}', { params: { nodeId }, body })`. Parameters, body and response have
 * the types of the endpoint with this path; its schemas are not loaded in the browser (docs/decisions).
 */
export const api = {
  get: by('GET'),
  post: by('POST'),
  put: by('PUT'),
  patch: by('PATCH'),
  delete: by('DELETE'),
};

/**
 * The query key of a call. The path alone matches every call of that endpoint, and with parameters every query: use
 * these to invalidate.
 */
export const queryKeyOf = (path: Endpoint['path'], { params, query }: Call = {}) =>
  [path, ...(params || query ? [params ?? {}] : []), ...(query ? [query] : [])] as const;

type Asked = { signal: AbortSignal };
type Got<P> = AnswerOf<At<'GET', P>>;

/** Options of `useQuery` for a GET. Spread it into `queryOptions` to add more. */
export function query<P extends Path<'GET'>>(path: P, ...[given]: Given<At<'GET', P>>) {
  const call: Call = given ?? {};
  return {
    queryKey: queryKeyOf(path, call),
    queryFn: ({ signal }: Asked) => send<Got<P>>('GET', path, { ...call, signal }),
  };
}

type ListPath = { [P in Path<'GET'>]: Got<P> extends Page<unknown> ? P : never }[Path<'GET'>];

/** Options of `useInfiniteQuery` for a list with pages. Spread them into `infiniteQueryOptions`. */
export function pages<P extends ListPath>(path: P, ...[given]: Given<At<'GET', P>>) {
  const call: Call = given ?? {};
  return {
    queryKey: queryKeyOf(path, call),
    queryFn: ({ pageParam, signal }: Asked & { pageParam: string }) =>
      send<Got<P>>('GET', path, { ...call, query: { ...call.query, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last: Page<unknown>) => last.nextCursor,
  };
}

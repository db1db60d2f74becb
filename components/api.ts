import type { Page } from '@/taxonomy/contract';
import type { AnswerOf, CallOf } from '@/taxonomy/endpoint';
import type { endpoints } from '@/taxonomy/endpoints';
import { send, type Call } from './api-client';

type Endpoint = (typeof endpoints)[keyof typeof endpoints];
type Method = Endpoint['method'];
type Path<M extends Method> = Extract<Endpoint, { method: M }>['path'];
type At<M extends Method, P> = Extract<Endpoint, { method: M; path: P }>;

type Options = { signal?: AbortSignal | undefined; keepalive?: boolean };
/** What a call takes; nothing, where the endpoint needs nothing. */
type Given<E extends Endpoint> =
  Record<string, never> extends CallOf<E> ? [given?: CallOf<E> & Options] : [given: CallOf<E> & Options];

type Send<M extends Method> = <P extends Path<M>>(path: P, ...given: Given<At<M, P>>) => Promise<AnswerOf<At<M, P>>>;

const by =
  <M extends Method>(method: M): Send<M> =>
  (path, ...[given]) =>
    send(method, path, given);

/**
 * Calls our API: `api.put('/api/v1/leaves/{nodeId}', { params: { nodeId }, body })`. The path is the endpoint's own, and
 * parameters, body and answer have its types; nothing of its schemas comes into the browser (docs/decisions).
 */
export const api = {
  get: by('GET'),
  post: by('POST'),
  put: by('PUT'),
  patch: by('PATCH'),
  delete: by('DELETE'),
};

/**
 * The key under which the answer of a call is kept. With the path alone it stands for every call of that endpoint, and
 * with parameters for every query: that is how answers are made stale.
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

/** Options of `useInfiniteQuery` for a list that comes in pages, to be spread into `infiniteQueryOptions`. */
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

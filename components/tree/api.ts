import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { SearchQuery, TreePart } from '@/taxonomy/tree/contract';
import { api, queryKeyOf, query } from '../api';
import { emptyTree, known, type KnownTree } from './known-tree';
import { TREE, treeKeys } from './query-keys';

const AT_ONCE = 50;
/** The most opened folders that are refreshed at once; others are refreshed when they are shown again. */
const REFRESHED = 200;

/**
 * The part of the tree that is loaded in this tab. A refresh loads all of it again; opening a folder adds to it
 * (`loadTree`).
 */
export const treeNodes = (taxonomyId: string) =>
  queryOptions({
    queryKey: queryKeyOf(TREE, { params: { taxonomyId } }),
    queryFn: async ({ client, signal, queryKey }): Promise<KnownTree> => {
      const parents = toRefresh(client.getQueryData<KnownTree>(queryKey));
      const [first, ...parts] = await Promise.all([
        fetchPart(taxonomyId, {}, signal),
        ...chunks(parents).map((some) => fetchPart(taxonomyId, { parents: some }, signal)),
      ]);
      return [first, ...parts].reduce(known, emptyTree);
    },
    // Numbers change while runs are in progress: the activity tells when to refresh. Our own changes are shown at once.
    staleTime: 30_000,
  });

/** Folders with loaded children, newest last, without those in the first response. */
function toRefresh(tree: KnownTree = emptyTree): string[] {
  const folders = new Set(tree.nodes.filter((node) => node.childCount > 0 && node.depth > 0).map(({ id }) => id));
  return tree.parents.filter((id) => folders.has(id)).slice(-REFRESHED);
}

type Wanted = { parents?: readonly string[]; around?: readonly string[] };

/** All pages of a response as one. */
export async function fetchPart(taxonomyId: string, wanted: Wanted, signal?: AbortSignal): Promise<TreePart> {
  const items: TreePart['items'] = [];
  let parents: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const part: TreePart = await api.get(TREE, {
      params: { taxonomyId },
      query: { parents: wanted.parents?.join(','), around: wanted.around?.join(','), cursor: cursor || undefined },
      signal,
    });
    items.push(...part.items);
    parents = part.parents;
    cursor = part.nextCursor;
  }
  return { items, parents, nextCursor: null };
}

/** Splits ids into groups that fit into one URL. */
export function chunks(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / AT_ONCE);
  return Array.from({ length: count }, (_, i) => ids.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}

/** Nodes by words of their path or of their seeds; the server searches, so that it works for a tree of any size. */
export const foundNodes = (taxonomyId: string, search: Pick<SearchQuery, 'q'> & Partial<SearchQuery>) =>
  queryOptions({
    ...query('/api/v1/taxonomies/{taxonomyId}/search', { params: { taxonomyId }, query: search }),
    enabled: search.q !== '' || search.only === 'folders' || search.only === 'problems',
    placeholderData: keepPreviousData,
  });

/** The leaves with samples to review before and after a node in tree order; null stands for the whole tree. */
export const leavesToReview = (taxonomyId: string, beside: string | null) =>
  queryOptions(
    query('/api/v1/taxonomies/{taxonomyId}/to-review', {
      params: { taxonomyId },
      query: beside === null ? {} : { beside },
    }),
  );

/** Some nodes in no particular order: enough to find a leaf to try. */
export const someNodes = (taxonomyId: string) =>
  queryOptions(query('/api/v1/taxonomies/{taxonomyId}/nodes', { params: { taxonomyId } }));

export const taxonomyList = queryOptions({ ...query('/api/v1/taxonomies'), staleTime: 60_000 });

/** Refreshes all of it, after leaves were added or changed elsewhere. */
export const refreshTree = (client: QueryClient) =>
  Promise.all(treeKeys.map((queryKey) => client.invalidateQueries({ queryKey })));

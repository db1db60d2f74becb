import { keepPreviousData, queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { SearchQuery, TreePart } from '@/taxonomy/tree/contract';
import { api, queryKeyOf, query } from '../api';
import { emptyTree, known, type KnownTree } from './known-tree';
import { buildTree, type TreeModel } from './model';

const TREE = '/api/v1/taxonomies/{taxonomyId}/tree';
const AT_ONCE = 50;
/** Of the folders that were opened, so many are asked for again; the rest is asked for when it is seen again. */
const REFRESHED = 200;

/** What of the tree is known here. A refresh asks for all of it again; what is opened is added (`loadTree`). */
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
    // Numbers move while runs go on: the activity says when to ask again. Our own changes are shown at once.
    staleTime: 30_000,
  });

/** Folders whose children are known, newest last, without those that the first answer holds anyway. */
function toRefresh(tree: KnownTree = emptyTree): string[] {
  const folders = new Set(tree.nodes.filter((node) => node.childCount > 0 && node.depth > 0).map(({ id }) => id));
  return tree.parents.filter((id) => folders.has(id)).slice(-REFRESHED);
}

type Wanted = { parents?: readonly string[]; around?: readonly string[] };

/** All pages of an answer as one. */
async function fetchPart(taxonomyId: string, wanted: Wanted, signal?: AbortSignal): Promise<TreePart> {
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

function chunks(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / AT_ONCE);
  return Array.from({ length: count }, (_, i) => ids.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}

// What is being asked for, so that two parts of a page ask once.
const asking = new Set<string>();

/** Adds to what is known: the children of `parents`, or the places of `around` with all that is above them. */
export async function loadTree(client: QueryClient, taxonomyId: string, wanted: Required<Wanted>): Promise<void> {
  const isNew = (id: string) => !asking.has(`${taxonomyId} ${id}`);
  const parents = wanted.parents.filter(isNew);
  const around = wanted.around.filter(isNew);
  const marks = [...parents, ...around].map((id) => `${taxonomyId} ${id}`);
  if (marks.length === 0) return;
  for (const mark of marks) asking.add(mark);
  const { queryKey } = treeNodes(taxonomyId);
  try {
    const parts = await Promise.all([
      ...chunks(parents).map((some) => fetchPart(taxonomyId, { parents: some })),
      ...chunks(around).map((some) => fetchPart(taxonomyId, { around: some })),
    ]);
    client.setQueryData(queryKey, (tree) => ({
      ...parts.reduce(known, tree ?? emptyTree),
      asked: askedNow(tree, around),
    }));
  } finally {
    for (const mark of marks) asking.delete(mark);
  }
}

const askedNow = (tree: KnownTree | undefined, ids: readonly string[]) => [
  ...new Set([...(tree?.asked ?? []), ...ids]),
];

export type TreeQuery = {
  model: TreeModel | null;
  isPending: boolean;
  error: Error | null;
  refetch: () => void;
};

// The index is made once per state, however many parts of the page ask for it.
const models = new WeakMap<KnownTree, TreeModel>();

function modelOf(tree: KnownTree): TreeModel {
  const ready = models.get(tree);
  if (ready) return ready;
  const model = buildTree(tree);
  models.set(tree, model);
  return model;
}

const nothing: readonly string[] = [];

/**
 * The tree as far as it is known.
 *
 * @param options.needed Nodes that the page names: they, their children and all above them are asked for when they are
 * not known. What is not there is in `model.gone` then.
 * @param options.initial What the server sent with the page; used only while nothing is known.
 */
export function useTree(
  taxonomyId: string,
  { needed = nothing, initial }: { needed?: readonly string[]; initial?: TreePart } = {},
): TreeQuery {
  const client = useQueryClient();
  const { data, isPending, error, refetch } = useQuery({
    ...treeNodes(taxonomyId),
    ...(initial && { initialData: () => known(emptyTree, initial) }),
  });
  const model = useMemo(() => (data ? modelOf(data) : null), [data]);
  const missing = model ? needed.filter((id) => !model.nodes.has(id) && !model.gone.has(id)).join() : '';
  useEffect(() => {
    if (missing !== '')
      void loadTree(client, taxonomyId, { parents: [], around: missing.split(',') }).catch(() => refetch());
  }, [client, taxonomyId, missing, refetch]);
  return { model, isPending, error: data ? null : error, refetch: () => void refetch() };
}

/** Asks for the children of folders that are open and not known yet. */
export function useChildrenOf(taxonomyId: string, model: TreeModel, open: readonly string[]): void {
  const client = useQueryClient();
  const missing = open.filter((id) => model.nodes.has(id) && !model.children.has(id)).join();
  useEffect(() => {
    if (missing !== '')
      // Asked for again when the folder is opened again.
      void loadTree(client, taxonomyId, { parents: missing.split(','), around: [] }).catch(() => {});
  }, [client, taxonomyId, missing]);
}

/** Nodes by words of their path or of their seeds; the server looks, so that a tree of any size will do. */
export const foundNodes = (taxonomyId: string, search: Pick<SearchQuery, 'q'> & Partial<SearchQuery>) =>
  queryOptions({
    ...query('/api/v1/taxonomies/{taxonomyId}/search', { params: { taxonomyId }, query: search }),
    enabled: search.q !== '',
    placeholderData: keepPreviousData,
  });

/** The leaves with samples to review before and after a node in tree order; of the whole tree for null. */
export const leavesToReview = (taxonomyId: string, beside: string | null) =>
  queryOptions(
    query('/api/v1/taxonomies/{taxonomyId}/to-review', {
      params: { taxonomyId },
      query: beside === null ? {} : { beside },
    }),
  );

/** Some nodes, in no order that means anything: enough to find a leaf to try. */
export const someNodes = (taxonomyId: string) =>
  queryOptions(query('/api/v1/taxonomies/{taxonomyId}/nodes', { params: { taxonomyId } }));

export const taxonomyList = queryOptions({ ...query('/api/v1/taxonomies'), staleTime: 60_000 });

/** The keys of all that shows names, places or numbers of the tree. */
export const treeKeys = [
  queryKeyOf(TREE),
  queryKeyOf('/api/v1/taxonomies/{taxonomyId}/to-review'),
  queryKeyOf('/api/v1/taxonomies/{taxonomyId}/nodes'),
] as const;

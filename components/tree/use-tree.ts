'use client';

import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { TreePart } from '@/taxonomy/tree/contract';
import { chunks, fetchPart, treeNodes } from './api';
import { emptyTree, known, withFailed, withoutFailed, type KnownTree } from './known-tree';
import { buildTree, type TreeModel } from './model';

// What is being asked for, so that two parts of a page ask once.
const asking = new Set<string>();

/**
 * Adds to what is known: the children of `parents`, or the places of `around` with all that is above them. Parents that
 * could not be asked for are noted (`failed`).
 */
export async function loadTree(
  client: QueryClient,
  taxonomyId: string,
  wanted: { parents: readonly string[]; around: readonly string[] },
): Promise<void> {
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
  } catch (error) {
    client.setQueryData(queryKey, (tree) => tree && withFailed(tree, parents));
    throw error;
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

/**
 * Asks for the children of folders that are open and not known yet. What fails stands in `model.failed`.
 *
 * @returns asks once more for the children of one.
 */
export function useChildrenOf(taxonomyId: string, model: TreeModel, open: readonly string[]): (id: string) => void {
  const client = useQueryClient();
  const missing = open.filter((id) => model.nodes.has(id) && !model.children.has(id) && !model.failed.has(id)).join();
  useEffect(() => {
    if (missing !== '')
      // Said on its row (`failed`).
      void loadTree(client, taxonomyId, { parents: missing.split(','), around: [] }).catch(() => {});
  }, [client, taxonomyId, missing]);
  return (id) => client.setQueryData(treeNodes(taxonomyId).queryKey, (tree) => tree && withoutFailed(tree, id));
}

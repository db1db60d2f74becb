'use client';

import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { messageOf } from '../ui/states';
import { chunks, fetchPart, treeNodes } from './api';
import { emptyTree, known, withFailed, withoutFailed, type KnownTree } from './known-tree';
import { buildTree, type TreeModel } from './model';
import { unpackPart, type PackedPart } from './packed-part';

// Requests in progress, so that two parts of a page send one only once.
const asking = new Set<string>();

/**
 * Adds to the loaded tree: the children of `parents`, or the places of `around` with everything above them. Those
 * that could not be loaded are recorded (`failed`).
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
    client.setQueryData(queryKey, (tree) => tree && withFailed(tree, [...parents, ...around]));
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
  /** Why the whole tree or some of the needed nodes are not here. */
  failure: TreeFailure | null;
};

export type TreeFailure = { message: string; onRetry: () => void };

// The index is built once per state, even if several parts of the page use it.
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
 * The loaded part of the tree.
 *
 * @param options.needed Nodes that the page needs: they, their children and everything above them are loaded if
 *   missing. Nodes that do not exist are then in `model.gone`.
 * @param options.initial The part that the server sent with the page; used only while nothing is loaded.
 */
export function useTree(
  taxonomyId: string,
  { needed = nothing, initial }: { needed?: readonly string[]; initial?: PackedPart } = {},
): TreeQuery {
  const client = useQueryClient();
  const { data, isPending, error, refetch } = useQuery({
    ...treeNodes(taxonomyId),
    ...(initial && { initialData: () => known(emptyTree, unpackPart(initial)) }),
  });
  const model = useMemo(() => (data ? modelOf(data) : null), [data]);
  const absent = model ? needed.filter((id) => !model.nodes.has(id) && !model.gone.has(id)) : [];
  const lost = absent.filter((id) => model?.failed.has(id));
  const missing = absent.filter((id) => !lost.includes(id)).join();
  useEffect(() => {
    if (missing !== '')
      // Shown as `failure`.
      void loadTree(client, taxonomyId, { parents: [], around: missing.split(',') }).catch(() => {});
  }, [client, taxonomyId, missing]);
  const retryLost = () =>
    client.setQueryData(treeNodes(taxonomyId).queryKey, (tree) => tree && lost.reduce(withoutFailed, tree));
  const treeError = data ? null : error;
  return {
    model,
    isPending,
    error: treeError,
    refetch: () => void refetch(),
    failure: treeError
      ? { message: messageOf(treeError), onRetry: () => void refetch() }
      : lost.length > 0
        ? { message: 'The server did not send some of the chosen places.', onRetry: retryLost }
        : null,
  };
}

/**
 * Loads the children of open folders that are not loaded yet. Failures are in `model.failed`.
 *
 * @returns A function that retries one folder.
 */
export function useChildrenOf(taxonomyId: string, model: TreeModel, open: readonly string[]): (id: string) => void {
  const client = useQueryClient();
  const missing = open.filter((id) => model.nodes.has(id) && !model.children.has(id) && !model.failed.has(id)).join();
  useEffect(() => {
    if (missing !== '')
      // Shown on its row (`failed`).
      void loadTree(client, taxonomyId, { parents: missing.split(','), around: [] }).catch(() => {});
  }, [client, taxonomyId, missing]);
  return (id) => client.setQueryData(treeNodes(taxonomyId).queryKey, (tree) => tree && withoutFailed(tree, id));
}

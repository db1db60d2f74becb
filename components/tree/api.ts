import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { api, queryKeyOf } from '../api';
import { buildTree, type TreeModel } from './model';

const NODES = '/api/v1/taxonomies/{taxonomyId}/nodes';
const PAGE_SIZE = 5_000;

/** Every node of a taxonomy as one flat list, fetched page by page. A server page may seed it. */
export const treeNodes = (taxonomyId: string) =>
  queryOptions({
    queryKey: queryKeyOf(NODES, { params: { taxonomyId } }),
    queryFn: ({ signal }) => fetchAllNodes(taxonomyId, signal),
    // Numbers move while runs go on; the list itself changes by our own hand, which is shown at once.
    staleTime: 30_000,
  });

async function fetchAllNodes(taxonomyId: string, signal: AbortSignal): Promise<TreeNode[]> {
  const nodes: TreeNode[] = [];
  let cursor = '';
  do {
    const query: { limit: number; cursor: string } = { limit: PAGE_SIZE, cursor };
    const page = await api.get(NODES, { params: { taxonomyId }, query, signal });
    nodes.push(...page.items);
    cursor = page.nextCursor ?? '';
  } while (cursor);
  return nodes;
}

export type TreeQuery = { model: TreeModel | null; isPending: boolean; error: Error | null; refetch: () => void };

// The index is made once per list, however many parts of the page ask for it.
const models = new WeakMap<readonly TreeNode[], TreeModel>();

function modelOf(nodes: readonly TreeNode[]): TreeModel {
  const known = models.get(nodes);
  if (known) return known;
  const model = buildTree(nodes);
  models.set(nodes, model);
  return model;
}

export function useTree(taxonomyId: string): TreeQuery {
  const { data, isPending, error, refetch } = useQuery(treeNodes(taxonomyId));
  const model = useMemo(() => (data ? modelOf(data) : null), [data]);
  return { model, isPending, error: data ? null : error, refetch: () => void refetch() };
}

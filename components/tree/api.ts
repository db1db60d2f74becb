import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '@/taxonomy/contract';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { api } from '../api-client';
import { buildTree, type TreeModel } from './model';

const PAGE_SIZE = 5_000;

/** Every node of a taxonomy as one flat list, fetched page by page. A server page may seed it. */
export const treeNodes = (taxonomyId: string) =>
  queryOptions({
    queryKey: ['tree-nodes', taxonomyId],
    queryFn: ({ signal }) => fetchAllNodes(taxonomyId, signal),
    // Numbers move while runs go on; the list itself changes by our own hand, which is shown at once.
    staleTime: 30_000,
  });

async function fetchAllNodes(taxonomyId: string, signal: AbortSignal): Promise<TreeNode[]> {
  const nodes: TreeNode[] = [];
  let cursor: string | null = null;
  do {
    const query: string = new URLSearchParams({ limit: String(PAGE_SIZE), ...(cursor && { cursor }) }).toString();
    const page: Page<TreeNode> = await api.get(`/api/v1/taxonomies/${taxonomyId}/nodes?${query}`, signal);
    nodes.push(...page.items);
    cursor = page.nextCursor;
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

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreateNodeRequest, DeletedNode, TreeNode, UpdateNodeRequest } from '@/taxonomy/tree/contract';
import { countText } from '../numbers';
import { api } from '../api';
import { ApiError } from '../api-client';
import { useToast } from '../ui/toasts';
import { useUndo } from '../ui/undo';
import { messageOf } from '../ui/states';
import { treeNodes } from './api';
import { madeNode, moved, renamed, withNode, without, type KnownTree } from './known-tree';
import type { Destination } from './tree-editing';

type Change = {
  /** The tree after the change; shown before the server has answered. */
  show: (tree: KnownTree) => KnownTree;
  send: () => Promise<TreeNode | DeletedNode>;
  /** The message when the server refuses; its own reason follows. */
  refusal: string;
};

/**
 * Renames, moves and deletes nodes on the screen at once; each change can be undone. A refusal restores the old state.
 */
export function useNodeChanges(taxonomyId: string) {
  const client = useQueryClient();
  const undo = useUndo();
  const toast = useToast();
  const { queryKey } = treeNodes(taxonomyId);
  const mutationKey = ['change-node', taxonomyId];

  const { mutateAsync, mutate } = useMutation({
    mutationKey,
    // One after the other: if a move overtook another, its position would be counted from the wrong place.
    scope: { id: mutationKey.join(':') },
    mutationFn: ({ send }: Change) => send(),
    onMutate: async ({ show }) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (tree) => tree && show(tree));
    },
    onError: (error, { refusal }) =>
      toast({ isEverywhere: true, tone: 'error', text: `${refusal} ${messageOf(error)}` }),
    // After the last change only: an earlier answer does not know of the later ones. It also undoes a refused one.
    onSettled: async () => {
      if (client.isMutating({ mutationKey }) === 1) await client.invalidateQueries({ queryKey });
    },
  });

  const patch = (nodeId: string, body: UpdateNodeRequest) =>
    api.patch('/api/v1/nodes/{nodeId}', { params: { nodeId }, body });

  // `expected` is set for an undo, which must not overwrite later changes by others.
  const renameTo = (node: TreeNode, name: string, expected?: UpdateNodeRequest['expected']): Change => ({
    show: (tree) => renamed(tree, node.id, name),
    send: () => patch(node.id, { name, expected }),
    refusal: `“${node.name}” was not renamed.`,
  });
  const moveTo = (node: TreeNode, to: Destination, expected?: UpdateNodeRequest['expected']): Change => ({
    show: (tree) => moved(tree, node.id, to),
    send: () => patch(node.id, { ...to, expected }),
    refusal: `“${node.name}” was not moved.`,
  });
  const removal = (node: TreeNode): Change => ({
    show: (tree) => without(tree, node.id),
    send: () => api.delete('/api/v1/nodes/{nodeId}', { params: { nodeId: node.id } }),
    refusal: `“${node.name}” was not deleted.`,
  });
  const restore = async (node: TreeNode) => {
    await api.post('/api/v1/nodes/{nodeId}/restore', { params: { nodeId: node.id } });
    await client.invalidateQueries({ queryKey });
  };

  /** Undoes the creation of a node if nothing was added to it since. */
  const unmake = async (node: TreeNode) => {
    const unused = { params: { nodeId: node.id }, query: { unused: 'true' } };
    await api.delete('/api/v1/nodes/{nodeId}', unused).catch((error: unknown) => {
      // Trying again later would not help.
      if (error instanceof ApiError && error.code === 'conflict') undo.forget(madeNode(node.id));
      throw error;
    });
    if (window.location.pathname === `/taxonomy/${node.id}`)
      window.history.replaceState(null, '', `/taxonomy/${node.parentId ?? ''}`);
    client.setQueryData(queryKey, (tree) => tree && without(tree, node.id));
  };

  return {
    rename: (node: TreeNode, name: string) =>
      mutate(renameTo(node, name), {
        onSuccess: () =>
          undo.push({
            label: `Renamed “${node.name}” to “${name}”`,
            undo: async () => void (await mutateAsync(renameTo({ ...node, name }, node.name, { name }))),
            redo: async () => void (await mutateAsync(renameTo(node, name, { name: node.name }))),
          }),
      }),
    /** `from` is its old place, for undo. */
    move: (node: TreeNode, to: Destination, from: Destination) =>
      mutate(moveTo(node, to), {
        onSuccess: () =>
          undo.push({
            label: `Moved “${node.name}”`,
            undo: async () => void (await mutateAsync(moveTo(node, from, { parentId: to.parentId }))),
            redo: async () => void (await mutateAsync(moveTo(node, to, { parentId: from.parentId }))),
          }),
      }),
    remove: (node: TreeNode) =>
      mutate(removal(node), {
        onSuccess: (answer) => {
          const below = 'nodes' in answer ? answer.nodes - 1 : 0;
          undo.push({
            label: deletedWords(node, below),
            undo: () => restore(node),
            redo: async () => void (await mutateAsync(removal(node))),
          });
        },
      }),
    /** Waits for the server, so that the dialog can show a refusal. */
    create: async (request: CreateNodeRequest): Promise<TreeNode> => {
      const node = await api.post('/api/v1/taxonomies/{taxonomyId}/nodes', { params: { taxonomyId }, body: request });
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (tree) => tree && withNode(tree, node));
      undo.push({
        label: `Created “${node.name}”`,
        subject: madeNode(node.id),
        undo: () => unmake(node),
        redo: () => restore(node),
      });
      return node;
    },
  };
}

const deletedWords = (node: TreeNode, below: number) =>
  below === 0 ? `Deleted “${node.name}”` : `Deleted “${node.name}” with ${countText(below, 'node')} below it`;

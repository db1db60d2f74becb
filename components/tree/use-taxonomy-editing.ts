import { useState } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { useToast } from '../ui/toasts';
import { childrenOf, isWithin, type TreeModel } from './model';
import type { Destination, TreeEditing } from './tree-editing';
import { useNodeChanges } from './use-node-changes';

type Dialog =
  | { kind: 'create'; parent: TreeNode | null; what: 'leaf' | 'folder' }
  | { kind: 'move'; node: TreeNode; onPick: (node: TreeNode) => void }
  | { kind: 'import' };

type TaxonomyEditingInput = {
  taxonomyId: string;
  model: TreeModel | null;
  nodeId: string | null;
  select: (id: string | null) => void;
};

/** What the taxonomy page can do with its nodes, and which dialog is open for it. */
export function useTaxonomyEditing({ taxonomyId, model, nodeId, select }: TaxonomyEditingInput) {
  const changes = useNodeChanges(taxonomyId);
  const toast = useToast();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const move = (node: TreeNode, to: Destination) => {
    if (model) changes.move(node, to, placeOf(model, node));
  };

  const editing: TreeEditing & { importFiles: () => void } = {
    rename: changes.rename,
    move,
    remove: (node) => {
      if (!model) return;
      if (nodeId !== null && isWithin(model, nodeId, node.id)) select(node.parentId);
      changes.remove(node);
    },
    create: (parent, what) => setDialog({ kind: 'create', parent, what }),
    moveTo: (node) =>
      setDialog({
        kind: 'move',
        node,
        onPick: (place) => move(node, { parentId: place.id }),
      }),
    refuse: (reason) => toast({ tone: 'warning', text: reason }),
    importFiles: () => setDialog({ kind: 'import' }),
  };
  return { editing, dialog, closeDialog: () => setDialog(null), create: changes.create };
}

function placeOf(model: TreeModel, node: TreeNode): Destination {
  const siblings = childrenOf(model, node.parentId).map((sibling) => sibling.id);
  return { parentId: node.parentId ?? '', position: siblings.indexOf(node.id) };
}

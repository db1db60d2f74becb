'use client';

import { ArrowDown, ArrowUp, FolderInput, FolderPlus, Leaf, Pencil, Trash2 } from 'lucide-react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { MenuItem, MenuSeparator } from '../ui/menu';
import { isBranch, type TreeModel } from './model';
import { placeByKey, type TreeEditing } from './tree-editing';

type NodeMenuItemsProps = {
  model: TreeModel;
  node: TreeNode;
  editing: TreeEditing;
  onRename: () => void;
  /** Closes the menu before an action that opens something. */
  choose?: (act: () => void) => () => void;
};

const atOnce = (act: () => void) => act;

/** All actions on a node, with their keys in the tree: the same in the tree and on the node's own page. */
export function NodeMenuItems({ model, node, editing, onRename, choose = atOnce }: NodeMenuItemsProps) {
  const up = placeByKey(model, node, 'ArrowUp');
  const down = placeByKey(model, node, 'ArrowDown');
  return (
    <>
      <MenuItem icon={Leaf} keyHint="Insert" onSelect={choose(() => editing.create(node, 'leaf'))}>
        New leaf…
      </MenuItem>
      <MenuItem icon={FolderPlus} keyHint="shift+Insert" onSelect={choose(() => editing.create(node, 'folder'))}>
        New folder…
      </MenuItem>
      {!isBranch(node) && (
        <>
          <MenuSeparator />
          <MenuItem icon={Pencil} keyHint="F2" onSelect={choose(onRename)}>
            Rename…
          </MenuItem>
          <MenuItem
            icon={ArrowUp}
            keyHint="alt+ArrowUp"
            isDisabled={!up}
            onSelect={choose(() => up && editing.move(node, up))}
          >
            Move up
          </MenuItem>
          <MenuItem
            icon={ArrowDown}
            keyHint="alt+ArrowDown"
            isDisabled={!down}
            onSelect={choose(() => down && editing.move(node, down))}
          >
            Move down
          </MenuItem>
          <MenuItem icon={FolderInput} keyHint="mod+shift+m" onSelect={choose(() => editing.moveTo(node))}>
            Move to…
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={Trash2} tone="danger" keyHint="Delete" onSelect={choose(() => editing.remove(node))}>
            Delete
          </MenuItem>
        </>
      )}
    </>
  );
}

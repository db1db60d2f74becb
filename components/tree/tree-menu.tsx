'use client';

import { Menu as Radix } from 'radix-ui/internal';
import { useMemo, useRef } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import type { TreeModel } from './model';
import { NodeMenuItems } from './node-menu-items';
import type { TreeEditing } from './tree-editing';

export type MenuPlace = { node: TreeNode; x: number; y: number };

type TreeMenuProps = {
  model: TreeModel;
  place: MenuPlace;
  editing: TreeEditing;
  onRename: (id: string) => void;
  onClose: () => void;
  onRefocus: () => void;
};

/** The menu of one row, at the pointer or the row. The node's page has all of it too. */
export function TreeMenu({ model, place: { node, x, y }, editing, onRename, onClose, onRefocus }: TreeMenuProps) {
  // The chosen action runs after the menu has closed, so that a dialog or field that it opens keeps the focus.
  const chosen = useRef<(() => void) | null>(null);
  const choose = (act: () => void) => () => {
    chosen.current = act;
  };
  const anchor = useMemo(() => ({ current: { getBoundingClientRect: () => new DOMRect(x, y) } }), [x, y]);
  return (
    <Radix.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Anchor virtualRef={anchor} />
      <Radix.Portal>
        <Radix.Content
          align="start"
          collisionPadding={8}
          aria-label={node.name}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (chosen.current) chosen.current();
            else onRefocus();
          }}
          className="z-50 min-w-52 animate-enter rounded-md border bg-surface p-1 shadow-float"
        >
          <NodeMenuItems
            model={model}
            node={node}
            editing={editing}
            onRename={() => onRename(node.id)}
            choose={choose}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

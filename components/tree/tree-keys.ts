import type { ItemInstance, TreeInstance } from '@headless-tree/core';
import { useRef, type KeyboardEvent, type RefObject } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { childrenOf, isBranch, type TreeModel } from './model';
import { placeByKey, type TreeEditing } from './tree-editing';
import { ROW_HEIGHT, type Item } from './tree-item';
import type { MenuPlace } from './tree-menu';

type TreeKeysInput = {
  tree: TreeInstance<Item>;
  props: {
    model: TreeModel;
    onSelect: (id: string | null) => void;
    onSearch: () => void;
    editing?: TreeEditing | undefined;
  };
  scroller: RefObject<HTMLDivElement | null>;
  setExpandedItems: (open: string[]) => void;
  focusRow: (item: ItemInstance<Item> | undefined) => void;
  rename: (id: string) => void;
  openMenu: (place: MenuPlace) => void;
};

const TYPE_AHEAD_MS = 700;

/** The keys of a WAI-ARIA tree, and those that change it. */
export function useTreeKeys({ tree, props, scroller, setExpandedItems, focusRow, rename, openMenu }: TreeKeysInput) {
  const typed = useRef({ text: '', at: 0 });

  return (event: KeyboardEvent<HTMLElement>) => {
    const item = tree.getFocusedItem();
    const node = item?.getItemData().node;
    if (!node || event.nativeEvent.isComposing) return;
    const { model, editing, onSelect, onSearch } = props;
    const done = () => event.preventDefault();
    const rowsInSight = Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1;
    const moveFocus = (by: number) => {
      const items = tree.getItems();
      focusRow(items[Math.min(items.length - 1, Math.max(0, item.getItemMeta().index + by))]);
    };
    const movable = editing && !isBranch(node) ? editing : undefined;

    if (event.altKey) {
      const to = movable && placeByKey(model, node, event.key);
      if (event.key.startsWith('Arrow')) done();
      if (to) movable.move(node, to);
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === 'f') return (done(), onSearch());
      if (event.shiftKey && event.key.toLowerCase() === 'm' && movable) return (done(), movable.moveTo(node));
      return;
    }
    const hasChildren = (model.nodes.get(node.id)?.childCount ?? 0) > 0;
    switch (event.key) {
      case 'ArrowDown':
        return (done(), moveFocus(1));
      case 'ArrowUp':
        return (done(), moveFocus(-1));
      case 'Home':
        return (done(), moveFocus(-Infinity));
      case 'End':
        return (done(), moveFocus(Infinity));
      case 'ArrowRight':
        done();
        if (hasChildren && item.isExpanded()) moveFocus(1);
        else if (hasChildren) item.expand();
        return;
      case 'ArrowLeft':
        done();
        if (hasChildren && item.isExpanded()) item.collapse();
        else if (node.parentId !== null) focusRow(item.getParent());
        return;
      case 'Enter':
        return (done(), onSelect(node.id));
      case ' ':
        if (event.timeStamp - typed.current.at > TYPE_AHEAD_MS) return (done(), onSelect(node.id));
        break;
      case 'F2':
        if (movable) rename(node.id);
        return done();
      case 'Insert':
        editing?.create(node, event.shiftKey ? 'folder' : 'leaf');
        return done();
      case 'Delete':
        movable?.remove(node);
        return done();
      case 'PageDown':
        return (done(), moveFocus(rowsInSight));
      case 'PageUp':
        return (done(), moveFocus(-rowsInSight));
      case '/':
        return (done(), onSearch());
      case '*':
        return (done(), openSiblings(tree, model, node, setExpandedItems));
      case 'F10':
      case 'ContextMenu': {
        if ((event.key === 'F10' && !event.shiftKey) || !editing) return;
        const box = item.getElement()?.getBoundingClientRect();
        return (done(), openMenu({ node, x: (box?.left ?? 0) + 24, y: box?.bottom ?? 0 }));
      }
      default:
    }
    if (event.key.length === 1) {
      done();
      const isGoingOn = event.timeStamp - typed.current.at <= TYPE_AHEAD_MS;
      typed.current = { text: (isGoingOn ? typed.current.text : '') + event.key.toLowerCase(), at: event.timeStamp };
      focusRow(findByName(tree, typed.current.text));
    }
  };
}

/** The next row with a name that starts with the typed text. Typing the same letter again moves on. */
function findByName(tree: TreeInstance<Item>, text: string): ItemInstance<Item> | undefined {
  const items = tree.getItems();
  const isOneLetter = text === text.charAt(0).repeat(text.length);
  const wanted = isOneLetter ? text.charAt(0) : text;
  const start = tree.getFocusedItem().getItemMeta().index + (isOneLetter ? 1 : 0);
  const inOrder = [...items.slice(start), ...items.slice(0, start)];
  return inOrder.find((item) => item.getItemName().toLowerCase().startsWith(wanted));
}

function openSiblings(tree: TreeInstance<Item>, model: TreeModel, node: TreeNode, open: (ids: string[]) => void): void {
  const siblings = childrenOf(model, node.parentId).map((each) => each.id);
  open([...new Set([...tree.getState().expandedItems, ...siblings])]);
}

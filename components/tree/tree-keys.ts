import type { CustomHotkeysConfig, TreeInstance } from '@headless-tree/core';
import { useRef, type KeyboardEvent, type RefObject } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { childrenOf, type TreeModel } from './model';
import { isBranch, type Destination, type TreeEditing } from './tree-editing';
import type { MenuPlace } from './tree-menu';
import type { Item } from './tree-view';

/** The library's own keys, where they differ from WAI-ARIA's tree: → on a row without children stays, Home does not scroll the page. */
export const navigationKeys: CustomHotkeysConfig<Item> = {
  expandOrDown: {
    hotkey: 'ArrowRight',
    canRepeat: true,
    preventDefault: true,
    handler: (_, tree) => {
      const item = tree.getFocusedItem();
      if (item.getChildren().length === 0) return;
      if (!item.isExpanded()) item.expand();
      else moveFocus(tree, 1);
    },
  },
  focusFirstItem: { hotkey: 'Home', preventDefault: true, handler: (_, tree) => moveFocus(tree, -Infinity) },
  focusLastItem: { hotkey: 'End', preventDefault: true, handler: (_, tree) => moveFocus(tree, Infinity) },
};

function moveFocus(tree: TreeInstance<Item>, by: number): void {
  const items = tree.getItems();
  const to = Math.min(items.length - 1, Math.max(0, tree.getFocusedItem().getItemMeta().index + by));
  items[to]?.setFocused();
  tree.updateDomFocus();
}

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
  rename: (id: string) => void;
  openMenu: (place: MenuPlace) => void;
};

const TYPE_AHEAD_MS = 700;
const ROW_HEIGHT = 28;

/** The keys that the library does not know: choose, type ahead, page, open siblings, and the changes. */
export function useTreeKeys({ tree, props, scroller, setExpandedItems, rename, openMenu }: TreeKeysInput) {
  const typed = useRef({ text: '', at: 0 });

  return (event: KeyboardEvent<HTMLElement>) => {
    const item = tree.getFocusedItem();
    const node = item?.getItemData();
    if (!node || event.nativeEvent.isComposing) return;
    const { model, editing, onSelect, onSearch } = props;
    const done = () => event.preventDefault();
    const rowsInSight = Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1;
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
    switch (event.key) {
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
        return (done(), moveFocus(tree, rowsInSight));
      case 'PageUp':
        return (done(), moveFocus(tree, -rowsInSight));
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
      focusByName(tree, typed.current.text);
    }
  };
}

/** The next row in sight whose name starts with what was typed. The same letter again goes on to the one after. */
function focusByName(tree: TreeInstance<Item>, text: string): void {
  const items = tree.getItems();
  const isOneLetter = text === text.charAt(0).repeat(text.length);
  const start = tree.getFocusedItem().getItemMeta().index + (isOneLetter ? 1 : 0);
  const wanted = isOneLetter ? text.slice(0, 1) : text;
  for (let i = 0; i < items.length; i++) {
    const item = items[(start + i) % items.length];
    if (!item?.getItemName().toLowerCase().startsWith(wanted)) continue;
    item.setFocused();
    tree.updateDomFocus();
    return;
  }
}

function openSiblings(tree: TreeInstance<Item>, model: TreeModel, node: TreeNode, open: (ids: string[]) => void): void {
  const siblings = childrenOf(model, node.parentId).map((each) => each.id);
  open([...new Set([...tree.getState().expandedItems, ...siblings])]);
}

/** Alt with an arrow: up and down among the siblings, left out beside the parent, right into the folder above. */
export function placeByKey(model: TreeModel, node: TreeNode, key: string): Destination | undefined {
  const { parentId } = node;
  if (parentId === null) return undefined;
  const siblings = childrenOf(model, parentId).map((each) => each.id);
  const place = siblings.indexOf(node.id);
  const grandparentId = model.nodes.get(parentId)?.parentId;
  switch (key) {
    case 'ArrowUp':
      return place > 0 ? { parentId, position: place - 1 } : undefined;
    case 'ArrowDown':
      return place < siblings.length - 1 ? { parentId, position: place + 1 } : undefined;
    case 'ArrowLeft': {
      if (!grandparentId) return undefined;
      const aunts = childrenOf(model, grandparentId).map((each) => each.id);
      return { parentId: grandparentId, position: aunts.indexOf(parentId) + 1 };
    }
    case 'ArrowRight': {
      const above = model.nodes.get(siblings[place - 1] ?? '');
      return above && !above.leaf ? { parentId: above.id } : undefined;
    }
    default:
      return undefined;
  }
}
